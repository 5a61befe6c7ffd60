import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** A client asks over IPv6 for a port where no program listens. */
export const scenario: Scenario = {
  samples: { 'port-closed-ipv6': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'port-closed',
      sameTrace: [],
      why: "Flow label not 0: a host's TCP refused and no REJECT rule, as at the server.",
    },
  ],
  async play({ client }) {
    await expectError('ECONNREFUSED', client.connect(SERVER6, port(8443)));
  },
};
