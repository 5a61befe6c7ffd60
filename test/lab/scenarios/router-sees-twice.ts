import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** One capture on all devices of a router holds every packet twice, with two TTLs; one RST, not two. */
export const scenario: Scenario = {
  samples: { 'router-sees-each-packet-twice': { at: 'middle', point: { host: 'gate', device: 'any' } } },
  elsewhere: [
    {
      sample: 'router-sees-each-packet-twice',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(6379));
    await exchange({ near, far });
    await stage.pause(0.5);
    await far.abort();
  },
};
