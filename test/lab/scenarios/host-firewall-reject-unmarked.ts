import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** As host-firewall-reject without a DSCP and with a silent program: nothing tells the rule from a lost connection. */
export const scenario: Scenario = {
  samples: { 'host-firewall-reject-unmarked': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      cause: 'host-firewall-reject',
      sameTrace: ['state-lost-no-listener', 'failover-vip-move', 'silent-giveup-then-late'],
      why: "Byte by byte the RST of a host without the connection, at the server's distance; the next SYN is refused as well: a rule, a restart without the service, a standby without it, or a service that ended while its last words were lost on the way.",
    },
    {
      at: ['client', 'middle'],
      from: 'server',
      cause: 'host-firewall-reject',
      sameTrace: ['port-closed', 'lb-no-backend-or-unhealthy'],
      why: "The SYN is refused at the server's distance: a rule, a closed port, or a balancer at that address without a backend.",
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8883));
    await exchange({ near, far });
    await stage.pause(1);
    rejectFromClient(stage, 'server', port(8883));
    await near.send(about(40));
    await expectError('ECONNRESET', near.receive(1));
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(8883)));
  },
};
