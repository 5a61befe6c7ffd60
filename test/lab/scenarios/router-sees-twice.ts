import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** One capture on all devices of a router holds every packet twice, with two TTLs; one RST, not two. */
export const scenario: Scenario = {
  samples: { 'router-sees-each-packet-twice': { at: 'middle', point: { host: 'gate', device: 'any' } } },
  async play(stage) {
    const { near, far } = await open(stage, 6379);
    await exchange({ near, far });
    await stage.pause(0.5);
    await far.abort();
  },
};
