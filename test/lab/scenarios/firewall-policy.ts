import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The first bytes of a TLS ClientHello (RFC 8446 section 5.1), and a name in it. */
const HELLO = '\u0016\u0003\u0001\u0000~\u0001\u0000\u0000z\u0003\u0003 blocked.example';

/** A firewall lets connections open and resets both ends when the first data name a host that it blocks; other content passes. */
export const scenario: Scenario = {
  samples: { 'firewall-policy': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'client',
      builder: 'foreign',
      cause: 'firewall-policy-rst',
      sameTrace: ['on-path-injection'],
      why: "The data that the firewall blocked never come here: a RST in the client's name from another distance, right after the handshake. Whose rule it followed, or whether it followed any, does not show.",
    },
  ],
  async play(stage) {
    const first = await open(stage, 443);
    await exchange(first);
    await part(first);
    const inject = [{ to: 'west', ttl: 128, ip_id: 0x2f01 } as const, { to: 'east', ttl: 128, ip_id: 0x2f02 } as const];
    await stage.path.rule({ from: 'west', payload: true }, { drop: true, inject });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const near = await stage.client.connect(SERVER, 443);
      await first.listener.accept();
      await near.send(HELLO);
      await stage.pause(0.4);
    }
  },
};
