import { expectError } from '../actor.ts';
import { exchange, open } from '../conversation.ts';
import { challengeStrangers } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A protection device on the carrier's router resets the first connection of a client that it does not know and lets the next one in. */
export const scenario: Scenario = {
  samples: { 'antiddos-first-reset': { at: 'client' } },
  async play(stage) {
    challengeStrangers(stage, 'core', 8443);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, 8443));
    await stage.pause(0.4);
    await exchange(await open(stage, 8443));
    await stage.pause(0.2);
  },
};
