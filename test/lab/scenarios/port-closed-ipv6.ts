import { expectError } from '../actor.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** A client asks over IPv6 for a port where no program listens. */
export const scenario: Scenario = {
  samples: { 'port-closed-ipv6': { at: 'server' } },
  async play({ client }) {
    await expectError('ECONNREFUSED', client.connect(SERVER6, 8443));
  },
};
