import { expectError } from '../actor.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** Refuses the first SYN of each address with a RST and remembers the address. */
const GUARD = `table inet guard {
  set known { type ipv4_addr; flags dynamic, timeout; timeout 60s; }
  chain test {
    type filter hook forward priority filter
    tcp dport 8443 tcp flags & (syn|ack) == syn ip saddr != @known add @known { ip saddr } counter reject with tcp reset
  }
}`;

/** A protection device on the carrier's router resets the first connection of a client that it does not know and lets the next one in. */
export const scenario: Scenario = {
  samples: { 'antiddos-first-reset': { at: 'client' } },
  async play(stage) {
    stage.nft('core', GUARD);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, 8443));
    await stage.pause(0.4);
    await exchange(await open(stage, 8443));
    await stage.pause(0.2);
  },
};
