import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server answers a request and then ends the connection with SO_LINGER 0. */
export const scenario: Scenario = {
  samples: { 'linger-zero': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'linger-zero',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(6379));
    await exchange({ near, far });
    await stage.pause(0.6);
    await far.abort();
  },
};
