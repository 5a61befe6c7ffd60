import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import { challengeStrangers } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** As antiddos-first-reset, for one port of a server whose other port the client knows: the refusal came from nearer than the server. */
export const scenario: Scenario = {
  samples: { 'antiddos-nearer-than-server': { at: 'client' } },
  async play(stage) {
    challengeStrangers(stage, 'core', port(8443));
    const healthy = await open(stage, port(443));
    for (let turn = 0; turn < 3; turn += 1) await exchange(healthy);
    await part(healthy);
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(8443)));
    await stage.pause(0.4);
    await exchange(await open(stage, port(8443)));
    await stage.pause(0.2);
  },
};
