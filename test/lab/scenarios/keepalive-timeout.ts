import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { ABORT } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** The client's uplink dies; the server's keep-alive probes (1 s idle, every 1 s, three times) stay unanswered. */
export const scenario: Scenario = {
  samples: { 'keepalive-timeout': { at: 'server' } },
  elsewhere: [
    {
      at: ['client'],
      from: 'server',
      builder: 'live-socket',
      cause: 'keepalive-timeout',
      sameTrace: [...ABORT, 'app-idle-or-request-timeout'],
      why: 'The client answered each probe; that its answers were lost does not show here, and idle time and interval are the same second: nothing tells this RST from another decision of the live socket after seconds of silence.',
    },
    {
      at: ['middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'keepalive-timeout',
      sameTrace: [],
      why: 'The probes go unanswered here, and at the next interval the live socket resets.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(1883), {
      listening: [
        ['SOL_SOCKET', 'SO_KEEPALIVE', 1],
        ['IPPROTO_TCP', 'TCP_KEEPIDLE', 1],
        ['IPPROTO_TCP', 'TCP_KEEPINTVL', 1],
        ['IPPROTO_TCP', 'TCP_KEEPCNT', 3],
      ],
    });
    await exchange({ near, far });
    await stage.pause(1.3);
    await stage.path.rule({ from: 'west' }, { drop: true });
    await stage.pause(5.5);
  },
};
