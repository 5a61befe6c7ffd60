import { port } from '../chance.ts';
import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';
import { aborted, otherAborts } from '../truths.ts';

const KILLED = aborted('TCP_STATE', {
  cause: 'admin-kill',
  sameTrace: otherAborts('admin-kill'),
  why: 'Four live sockets are dropped within a millisecond, each with everything answered. A process that dies would have sent FINs; a timer would not strike four connections of different age at once. Who dropped them all cannot be read from the packets.',
});

/** A platform takes a service out: `ss -K` ends its four connections in one go, and the process lives on. */
export const scenario: Scenario = {
  samples: { 'admin-kill-all-clients': { at: 'server', resets: [KILLED, KILLED, KILLED, KILLED] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'admin-kill-all-clients',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. So does the common moment.',
    },
  ],
  async play(stage) {
    const listener = await stage.server.listen(SERVER, port(5672));
    for (let client = 0; client < 4; client += 1) {
      const near = await stage.client.connect(SERVER, port(5672));
      await exchange({ near, far: await listener.accept() });
      await stage.pause(0.35);
    }
    stage.run('server', 'ss', '-K', 'state', 'established', 'sport', '=', `:${port(5672)}`);
    await stage.pause(0.2);
  },
};
