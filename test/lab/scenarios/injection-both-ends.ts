import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { forged, replied } from '../truths.ts';

const INJECT = [
  { to: 'west', flags: 'RA', ttl: 101, ip_id: 0x4a01, window: 2053 },
  { to: 'east', flags: 'RA', ttl: 102, ip_id: 0x4a02, window: 2053 },
] as const;
const ECHO =
  "The server's connection had ended with the forged RST when the request itself arrived; the listener rejects it.";

/** A filter sees a word that it does not like and resets client and server, each in the other's name. */
export const scenario: Scenario = {
  samples: {
    'injection-both-ends': {
      at: 'client',
      resets: [
        forged({
          cause: 'on-path-injection',
          sameTrace: ['firewall-policy-rst'],
          why: "Sooner than the server ever answered, with a TTL, an IP ID and a window that are not the server's and without the time stamps of a live socket. A filter with a policy on content does exactly this.",
        }),
        replied('TCP_FLAGS', { cause: 'segment-after-reset', why: ECHO }),
      ],
    },
    'injection-both-ends-at-server': {
      at: 'server',
      resets: [
        forged({
          cause: 'on-path-injection',
          sameTrace: ['firewall-policy-rst'],
          why: "In the client's name with a foreign TTL, IP ID and window and without time stamps; then the client's request arrives all the same.",
        }),
        replied('TCP_FLAGS', { cause: 'segment-after-reset', why: ECHO }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'injection-both-ends-at-server',
      why: 'The box lies on the side of the client: what it sends to the server passes here, what it sends to the client does not.',
    },
  ],
  async play(stage) {
    const conversation = await open(stage, port(80));
    await exchange(conversation, 40, 40);
    await stage.path.rule({ from: 'west', payload: true }, { inject: INJECT }, 1);
    await conversation.near.send(120);
    await stage.pause(0.5);
  },
};
