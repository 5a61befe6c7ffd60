import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';

/** A router of the carrier starts to reject a client's packets; the server goes on talking. */
export const scenario: Scenario = {
  samples: { 'path-firewall-reject': { at: 'client' } },
  async play(stage) {
    const { near, far } = await open(stage, port(8883));
    for (let beat = 0; beat < 3; beat += 1) {
      await exchange({ near, far }, 40, 20);
      await stage.pause(0.3);
    }
    rejectFromClient(stage, 'core', port(8883));
    await near.send(about(40));
    await stage.pause(0.4);
    await far.send(about(60));
    await stage.pause(0.3);
  },
};
