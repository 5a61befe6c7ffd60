import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server closes an idle connection; the client, whose pool kept it, sends the next request into it. */
export const scenario: Scenario = {
  samples: {
    'late-data-after-close': { at: 'client' },
    'one-sided-capture': { at: 'client', point: { filter: `src host ${SERVER} and tcp` } },
  },
  async play(stage) {
    const { near, far } = await open(stage, 80);
    await exchange({ near, far });
    await stage.pause(1);
    await far.close();
    await stage.pause(1);
    await near.send(120);
    await stage.pause(0.3);
  },
};
