import { expectError } from '../actor.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A client asks for a port where no program listens; a second attempt fails the same way. */
export const scenario: Scenario = {
  samples: { 'port-closed-syn-refused': { at: 'client' } },
  async play({ client, pause }) {
    await expectError('ECONNREFUSED', client.connect(SERVER, 8443));
    await pause(0.5);
    await expectError('ECONNREFUSED', client.connect(SERVER, 8443));
  },
};
