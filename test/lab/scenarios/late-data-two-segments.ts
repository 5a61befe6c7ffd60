import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** The server has closed; the client, which has not looked, sends two more segments before it can know. */
export const scenario: Scenario = {
  samples: { 'late-data-two-segments': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      kernelReason: 'TCP_TIMEWAIT_SOCKET',
      cause: 'late-data-after-close',
      sameTrace: [],
      why: "The server's FIN came before its RST, and the RST answers the segment exactly: the same packets as at the other vantages.",
    },
    echoes('server'),
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(80), { options: [['IPPROTO_TCP', 'TCP_NODELAY', 1]] });
    await exchange({ near, far });
    await far.close();
    await stage.pause(0.5);
    await near.send(about(300));
    await stage.pause(0.004);
    await near.send(about(200));
    await stage.pause(0.3);
  },
};
