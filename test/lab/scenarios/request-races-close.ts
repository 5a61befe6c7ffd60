import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** Request and FIN cross on the path: the client did not know that the server was closing. */
export const scenario: Scenario = {
  samples: { 'request-races-close': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 80);
    await exchange({ near, far });
    await stage.pause(1);
    await Promise.all([far.close(), near.send(120)]);
  },
};
