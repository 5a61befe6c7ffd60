import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';
import { forged, replied } from '../truths.ts';

const FORGED = forged({
  cause: 'on-path-injection',
  why: 'One of three answers to one SYN, with windows and TTLs in a row, while the server answers the same SYN with a SYN-ACK from another distance: no host refuses and accepts at once.',
});

/** A port is blocked on the path: a SYN draws three RSTs with windows in a row, while the server answers it all the same. */
export const scenario: Scenario = {
  samples: {
    'injection-at-syn': {
      at: 'client',
      resets: [
        FORGED,
        FORGED,
        FORGED,
        replied('NO_SOCKET', {
          cause: 'segment-after-reset',
          why: "The client gave up with the first forged RST; this one answers the server's SYN-ACK.",
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'client',
      cause: 'segment-after-reset',
      sameTrace: ['client-connect-abandoned', 'host-firewall-reject'],
      why: "The forged RSTs went to the client only. From here a host refuses the answer to its own SYN a round trip later: a program that gave up at once, or a filter on it, would look the same. The SYN bears an operating system's options, so no scanner made it, and the TTL of the RST, so nobody else had sent it in the client's name.",
    },
  ],
  async play(stage) {
    await stage.server.listen(SERVER, port(443));
    const inject = [0, 1, 2].map((step) => ({
      to: 'west' as const,
      flags: 'RA',
      window: 1980 + step,
      ttl: 90 + step,
      ip_id: 0x6000 + step,
    }));
    await stage.path.rule({ from: 'west', flags: 'S' }, { inject }, 1);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(443)));
    await stage.pause(0.3);
  },
};
