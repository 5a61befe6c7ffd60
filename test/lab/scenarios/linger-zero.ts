import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server answers a request and then ends the connection with SO_LINGER 0. */
export const scenario: Scenario = {
  samples: { 'linger-zero': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 6379);
    await exchange({ near, far });
    await stage.pause(0.6);
    await far.abort();
  },
};
