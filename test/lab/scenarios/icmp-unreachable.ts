import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A router refuses with ICMP "administratively prohibited": the client gets an error at once, and no RST. */
export const scenario: Scenario = {
  samples: { 'icmp-unreachable-no-rst': { at: 'client' } },
  control: true,
  async play({ client, nft }) {
    nft(
      'gate',
      `table inet filter {
  chain prohibit {
    type filter hook forward priority filter
    tcp dport ${port(443)} reject with icmpx admin-prohibited
  }
}`,
    );
    await expectError('EHOSTUNREACH', client.connect(SERVER, port(443)));
  },
};
