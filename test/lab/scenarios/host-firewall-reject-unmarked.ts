import { expectError } from '../actor.ts';
import { exchange, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** As host-firewall-reject without a DSCP and with a silent program: nothing tells the rule from a lost connection. */
export const scenario: Scenario = {
  samples: { 'host-firewall-reject-unmarked': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 8883);
    await exchange({ near, far });
    await stage.pause(1);
    rejectFromClient(stage, 'server', 8883);
    await near.send(40);
    await expectError('ECONNRESET', near.receive(1));
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, 8883));
  },
};
