import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The service sets TTL 199 on its sockets; the kernel's stateless RST has the host's TTL 64. No third device is involved. */
export const scenario: Scenario = {
  samples: { 'socket-ttl-differs-from-rst': { at: 'client' } },
  async play(stage) {
    const { near, far } = await open(stage, 179, { listening: [['IPPROTO_IP', 'IP_TTL', 199]] });
    for (let turn = 0; turn < 3; turn += 1) await exchange({ near, far }, 19, 19);
    await far.close();
    await stage.pause(0.5);
    await near.send(19);
    await stage.pause(0.3);
  },
};
