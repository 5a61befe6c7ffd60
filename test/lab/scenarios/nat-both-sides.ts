import { about, port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC } from '../topology.ts';

/** One capture on all devices of the customer's router holds every packet twice, before and after translation. */
export const scenario: Scenario = {
  samples: { 'nat-seen-on-both-sides': { at: 'middle', point: { host: 'access', device: 'any' } } },
  elsewhere: [
    {
      from: 'server',
      builder: 'stateless-reply',
      cause: 'late-data-after-close',
      sameTrace: [],
      why: "The server's FIN came before its RST, and the RST answers the segment exactly: the same packets as at the other vantages.",
    },
  ],
  async play(stage) {
    publicAddress(stage, `${PUBLIC}:30000-30999`);
    const { near, far } = await open(stage, port(80), { options: [MARKED] });
    await exchange({ near, far });
    await far.close();
    await stage.pause(0.5);
    await near.send(about(120));
    await stage.pause(0.3);
  },
};
