import { exchange, MARKED, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';

/** A rule on the server host starts to reject a client's packets (marked with a DSCP); the program goes on talking. */
export const scenario: Scenario = {
  samples: { 'host-firewall-reject-dscp': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 8883, { options: [MARKED] });
    await exchange({ near, far });
    await stage.pause(0.5);
    rejectFromClient(stage, 'server', 8883);
    await near.send(40);
    await stage.pause(0.5);
    await far.send(60);
    await stage.pause(0.7);
  },
};
