import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { CLIENT, SERVER } from '../topology.ts';
import { filtered } from '../truths.ts';

const BANNED = filtered('endpoint-firewall', {
  cause: 'host-firewall-reject',
  why: "On the host's own cable: answers the SYN without the DSCP that the host's stack copies.",
});
const REFUSED = filtered('endpoint-firewall', {
  cause: 'host-firewall-reject',
  sameTrace: ['port-closed', 'lb-no-backend-or-unhealthy'],
  why: 'From the server, by its TTL. That the DSCP is gone may be the work of a router as well; that an older connection is served does not keep the service from having closed its door to new ones.',
});

/** As fail2ban does it: the host rejects new connections of one client to a port that serves; an older one goes on. */
export const scenario: Scenario = {
  samples: {
    'host-firewall-rejects-syn': { at: 'server', resets: [BANNED, BANNED] },
    'host-firewall-rejects-syn-at-client': { at: 'client', resets: [REFUSED, REFUSED] },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'host-firewall-rejects-syn-at-client',
      why: 'As at the client: the answer comes from the distance of the server, and nothing shows from where exactly.',
    },
  ],
  async play(stage) {
    const old = await open(stage, port(22), { options: [MARKED] });
    await exchange(old);
    stage.nft(
      'server',
      `table inet filter {
  chain banned {
    type filter hook input priority filter
    ip saddr ${CLIENT} tcp dport ${port(22)} tcp flags & (syn | ack) == syn counter reject with tcp reset
  }
}`,
    );
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(22), { options: [MARKED] }));
      await stage.pause(0.3);
      await exchange(old, 40, 40);
    }
  },
};
