import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { forged } from '../truths.ts';

/** An injector loses its race: its RST carries a number that the server's answer has already passed, and is ignored. */
export const scenario: Scenario = {
  samples: {
    'injection-too-late': {
      at: 'client',
      resets: [
        forged({
          cause: 'on-path-injection',
          sameTrace: ['firewall-policy-rst'],
          why: "A RST in the server's name, with a foreign TTL and IP ID, numbered for the moment before the answer that had already come; the client ignores it and both go on. A firewall that listens beside the path is as slow.",
        }),
      ],
    },
  },
  async play(stage) {
    const conversation = await open(stage, port(80));
    await exchange(conversation, 40, 40);
    await stage.path.rule(
      { from: 'west', payload: true },
      { inject: [{ to: 'west', ttl: 58, ip_id: 0x2222, after: 0.12 }] },
      1,
    );
    await exchange(conversation, 120, 2000);
    await stage.pause(0.4);
    await exchange(conversation, 40, 40);
    await stage.pause(0.2);
  },
};
