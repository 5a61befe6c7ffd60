import { exchange, MARKED, open } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC } from '../topology.ts';

/** One capture on all devices of the customer's router holds every packet twice, before and after translation. */
export const scenario: Scenario = {
  samples: { 'nat-seen-on-both-sides': { at: 'middle', point: { host: 'access', device: 'any' } } },
  async play(stage) {
    publicAddress(stage, `${PUBLIC}:30000-30999`);
    const { near, far } = await open(stage, 80, { options: [MARKED] });
    await exchange({ near, far });
    await far.close();
    await stage.pause(0.5);
    await near.send(120);
    await stage.pause(0.3);
  },
};
