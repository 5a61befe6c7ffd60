import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** One port of the server works; another is refused by a router on the way, in the server's name. */
export const scenario: Scenario = {
  samples: { 'path-firewall-rejects-syn': { at: 'client' } },
  async play(stage) {
    rejectFromClient(stage, 'core', port(8443));
    await stage.server.listen(SERVER, port(8443));
    const healthy = await open(stage, port(443));
    for (let turn = 0; turn < 3; turn += 1) await exchange(healthy);
    await part(healthy);
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(8443)));
  },
};
