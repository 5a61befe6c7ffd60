import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The client's uplink dies; the server's keep-alive probes (1 s idle, every 1 s, three times) stay unanswered. */
export const scenario: Scenario = {
  samples: { 'keepalive-timeout': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 1883, {
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
