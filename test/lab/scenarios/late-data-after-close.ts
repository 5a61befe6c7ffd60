import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server closes an idle connection; the client, whose pool kept it, sends the next request into it. */
export const scenario: Scenario = {
  samples: {
    'late-data-after-close': { at: 'client' },
    'one-sided-capture': { at: 'client', point: { filter: `src host ${SERVER} and tcp` } },
  },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'late-data-after-close',
      sameTrace: [],
      why: "The server's FIN came before its RST, and the RST answers the segment exactly: the same packets as at the other vantages.",
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    await exchange({ near, far });
    await stage.pause(1);
    await far.close();
    await stage.pause(1);
    await near.send(about(120));
    await stage.pause(0.3);
  },
};
