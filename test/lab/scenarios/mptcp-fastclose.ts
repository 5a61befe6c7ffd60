import { port } from '../chance.ts';
import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A multipath server closes over a request that it has not read: MP_FASTCLOSE ends the whole connection, not one path of it. */
export const scenario: Scenario = {
  samples: { 'mptcp-fastclose': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'mptcp-fastclose',
      why: 'The option that says that the whole connection ends reaches the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const listener = await stage.server.listen(SERVER, port(443), [], 16, 'mptcp');
    const near = await stage.client.connect(SERVER, port(443), { protocol: 'mptcp' });
    const far = await listener.accept();
    await exchange({ near, far });
    await near.send(200);
    await stage.pause(0.3);
    await far.close();
    await stage.pause(0.3);
  },
};
