import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** As late-data-after-close, over IPv6: the RST carries the flow label of the connection. */
export const scenario: Scenario = {
  samples: { 'late-data-after-close-ipv6': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'late-data-after-close',
      sameTrace: [],
      why: "The server's FIN came before its RST, and the RST answers the segment exactly: the same packets as at the other vantages.",
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(80), { address: SERVER6 });
    await exchange({ near, far });
    await stage.pause(0.5);
    await far.close();
    await stage.pause(0.5);
    await near.send(about(120));
  },
};
