import { expectError } from '../actor.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** One port of the server works; nobody listens on another. The client's packets carry a DSCP. */
export const scenario: Scenario = {
  samples: { 'port-closed-beside-open-port': { at: 'client' } },
  async play(stage) {
    const healthy = await open(stage, 443, { options: [MARKED] });
    for (let turn = 0; turn < 3; turn += 1) await exchange(healthy);
    await part(healthy);
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, 8443, { options: [MARKED] }));
  },
};
