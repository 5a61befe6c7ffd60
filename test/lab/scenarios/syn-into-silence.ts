import { expectError } from '../actor.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The path drops every SYN without a word: retransmissions, no RST. */
export const scenario: Scenario = {
  samples: { 'syn-into-silence-no-rst': { at: 'client' } },
  async play({ client, path }) {
    await path.rule({ from: 'west' }, { drop: true });
    await expectError('ETIMEDOUT', client.connect(SERVER, 443, { wait: 3.5 }));
  },
};
