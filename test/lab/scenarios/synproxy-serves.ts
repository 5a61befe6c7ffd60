import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import { synproxy } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';

/** A SYN proxy in front of a healthy server: two handshakes are joined, sequence numbers are translated, nobody is reset. */
export const scenario: Scenario = {
  samples: { 'synproxy-no-rst': { at: 'client', resets: [] } },
  async play(stage) {
    synproxy(stage, 'gate', port(443));
    const conversation = await open(stage, port(443));
    await exchange(conversation);
    await part(conversation);
  },
};
