import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The service sets TTL 199 on its sockets; the kernel's stateless RST has the host's TTL 64. No third device is involved. */
export const scenario: Scenario = {
  samples: { 'socket-ttl-differs-from-rst': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'late-data-after-close',
      sameTrace: [],
      why: "The server's FIN came before its RST, and the RST answers the segment exactly: the same packets as at the other vantages.",
    },
  ],
  control: true,
  async play(stage) {
    const { near, far } = await open(stage, port(179), { listening: [['IPPROTO_IP', 'IP_TTL', 199]] });
    for (let turn = 0; turn < 3; turn += 1) await exchange({ near, far }, 19, 19);
    await far.close();
    await stage.pause(0.5);
    await near.send(about(19));
    await stage.pause(0.3);
  },
};
