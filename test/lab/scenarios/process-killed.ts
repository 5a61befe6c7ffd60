import { expectError } from '../actor.ts';
import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server's program is killed while three clients wait for an answer and one has everything; then a new one is refused. */
export const scenario: Scenario = {
  samples: { 'process-killed': { at: 'server' }, 'process-killed-seen-at-client': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'process-killed-seen-at-client',
      why: "The kernel of the server sends all of them within a blink; nothing on the way changes them. The refusal may come from any machine at the server's distance, as at the client.",
    },
  ],
  async play(stage) {
    const service = stage.actor('server');
    const listener = await service.listen(SERVER, 9042);
    const clients = [];
    for (let each = 0; each < 4; each += 1) {
      const near = await stage.client.connect(SERVER, 9042);
      const far = await listener.accept();
      await exchange({ near, far });
      await stage.pause(0.2);
      clients.push(near);
    }
    for (const near of clients.slice(0, 3)) {
      await near.send(180);
      await stage.pause(0.35);
    }
    await service.kill();
    await stage.pause(0.4);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, 9042));
  },
};
