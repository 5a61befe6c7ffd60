import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { aborted } from '../truths.ts';

/** The client is cut off; the server's keep-alive probes go unanswered until TCP_USER_TIMEOUT ends the connection with a RST. */
export const scenario: Scenario = {
  samples: {
    'user-timeout-with-keepalive': {
      at: 'server',
      resets: [
        aborted('TCP_KEEPALIVE_TIMEOUT', {
          cause: 'keepalive-timeout',
          why: 'Probes every second without an answer, then a RST of the live socket one interval later. TCP_USER_TIMEOUT of 3.5 s, not the nine probes that were set, ended it (tcp_keepalive_timer); the packets cannot show which of the two limits it was.',
        }),
      ],
    },
  },
  async play(stage) {
    const conversation = await open(stage, port(5432), {
      listening: [
        ['SOL_SOCKET', 'SO_KEEPALIVE', 1],
        ['IPPROTO_TCP', 'TCP_KEEPIDLE', 1],
        ['IPPROTO_TCP', 'TCP_KEEPINTVL', 1],
        ['IPPROTO_TCP', 'TCP_KEEPCNT', 9],
        ['IPPROTO_TCP', 'TCP_USER_TIMEOUT', 3500],
      ],
    });
    await exchange(conversation);
    // The last ACK must arrive: with data outstanding the server would retransmit and never probe.
    await stage.pause(0.2);
    await stage.path.rule({ from: 'west' }, { drop: true });
    await stage.pause(5.5);
  },
};
