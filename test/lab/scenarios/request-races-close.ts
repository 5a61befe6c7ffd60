import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** Request and FIN cross on the path: the client did not know that the server was closing. */
export const scenario: Scenario = {
  samples: { 'request-races-close': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'late-data-after-close',
      sameTrace: [],
      why: "The server's FIN came before its RST, and the RST answers the segment exactly: the same packets as at the other vantages.",
    },
    echoes('server'),
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    await exchange({ near, far });
    await stage.pause(1);
    await Promise.all([far.close(), near.send(about(120))]);
  },
};
