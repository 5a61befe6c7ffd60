import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** As late-data-after-close, over IPv6: the RST carries the flow label of the connection. */
export const scenario: Scenario = {
  samples: { 'late-data-after-close-ipv6': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 80, { address: SERVER6 });
    await exchange({ near, far });
    await stage.pause(0.5);
    await far.close();
    await stage.pause(0.5);
    await near.send(120);
  },
};
