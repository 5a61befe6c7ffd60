import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { ABORT } from '../look-alikes.ts';
import { mirrored } from '../rewrite.ts';
import type { Scenario } from '../scenario.ts';
import { aborted } from '../truths.ts';

const LATER_US = 14;
const DEAD = aborted('TCP_KEEPALIVE_TIMEOUT', {
  cause: 'keepalive-timeout',
  why: 'Probes 1 s apart without an answer and the RST of a live socket at the next one. Each packet is there twice, 14 µs apart and byte by byte the same: three probes, one RST, two sights of each.',
});

/** A mirror port copies what enters a switch and what leaves it: every packet twice. Made from a recording by doubling its frames. */
export const scenario: Scenario = {
  samples: { 'mirrored-duplicates': { at: 'server', rewrite: mirrored(LATER_US), resets: [DEAD, DEAD] } },
  elsewhere: [
    {
      at: ['client'],
      from: 'server',
      builder: 'live-socket',
      cause: 'keepalive-timeout',
      sameTrace: [...ABORT, 'app-idle-or-request-timeout'],
      why: 'The client answered each probe; that its answers were lost does not show here, and idle time and interval are the same second: nothing tells this RST from another decision of the live socket after seconds of silence.',
    },
    { at: ['middle', 'server'], sample: 'mirrored-duplicates', why: 'One sight of each packet, and the same packets.' },
  ],
  async play(stage) {
    const conversation = await open(stage, port(5432), {
      listening: [
        ['SOL_SOCKET', 'SO_KEEPALIVE', 1],
        ['IPPROTO_TCP', 'TCP_KEEPIDLE', 1],
        ['IPPROTO_TCP', 'TCP_KEEPINTVL', 1],
        ['IPPROTO_TCP', 'TCP_KEEPCNT', 3],
      ],
    });
    await exchange(conversation);
    // The last ACK must arrive: with data outstanding the server would retransmit and never probe.
    await stage.pause(0.2);
    await stage.path.rule({ from: 'west' }, { drop: true });
    await stage.pause(4.5);
  },
};
