import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The path drops every SYN without a word: retransmissions, no RST. */
export const scenario: Scenario = {
  samples: { 'syn-into-silence-no-rst': { at: 'client' } },
  control: true,
  async play({ client, path }) {
    await path.rule({ from: 'west' }, { drop: true });
    await expectError('ETIMEDOUT', client.connect(SERVER, port(443), { wait: 3.5 }));
  },
};
