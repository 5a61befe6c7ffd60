import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A client asks for a port where no program listens; a second attempt fails the same way. */
export const scenario: Scenario = {
  samples: { 'port-closed-syn-refused': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'port-closed',
      sameTrace: ['host-firewall-reject', 'path-firewall-reject', 'lb-no-backend-or-unhealthy'],
      why: 'As at the client: no other packet of the server to compare with, no DSCP.',
    },
    {
      at: ['server'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'port-closed',
      sameTrace: ['host-firewall-reject'],
      why: "On the server's own cable, so nobody between; a REJECT rule on the host builds the same packet over IPv4 with DSCP 0.",
    },
  ],
  async play({ client, pause }) {
    await expectError('ECONNREFUSED', client.connect(SERVER, port(8443)));
    await pause(0.5);
    await expectError('ECONNREFUSED', client.connect(SERVER, port(8443)));
  },
};
