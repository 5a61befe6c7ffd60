import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { aborted, otherAborts } from '../truths.ts';

/** A capture that keeps 54 bytes of each frame: no TCP option and no data survives, also not those of the RST. */
export const scenario: Scenario = {
  samples: {
    'truncated-headers': {
      at: 'server',
      point: { snapLength: 54 },
      resets: [
        aborted('TCP_STATE', {
          cause: 'linger-zero',
          sameTrace: otherAborts('linger-zero'),
          why: 'Exact numbers, the live window and the next IP ID, but whether the RST carries the time stamps of a live socket was cut off: their absence must not be held against it.',
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'truncated-headers',
      why: 'With the options the RST says no more about who decided.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(6379));
    for (let call = 0; call < 3; call += 1) await exchange({ near, far });
    await stage.pause(0.5);
    await far.abort();
    await stage.pause(0.2);
  },
};
