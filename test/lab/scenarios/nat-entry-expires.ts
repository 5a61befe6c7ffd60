import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import { translate } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC, SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

/** The router's own timer forgets a silent connection; the next packet is given another port, as a carrier's NAT would. */
export const scenario: Scenario = {
  samples: {
    'nat-entry-expires': {
      at: 'server',
      resets: [
        replied('TCP_FLAGS', {
          cause: 'nat-rebind',
          why: 'The orphan segment continues the numbers of the older tuple, those that the server chose among them, from another port of the same address. The server still holds the old connection.',
        }),
      ],
    },
    'nat-entry-expires-at-client': {
      at: 'client',
      resets: [
        replied('TCP_FLAGS', {
          cause: 'nat-rebind',
          sameTrace: [
            'state-lost-listener-up',
            'conntrack-leak',
            'lb-rehash',
            'failover-vip-move',
            'silent-giveup-then-late',
          ],
          why: "Inside the NAT the tuple never changes: a stateless RST with the server's TTL and the client's DSCP after 3.5 s of silence, and the reconnection works. A restarted server, one that gave up in silence, another server or a standby would leave the same.",
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'nat-entry-expires',
      why: 'Behind the translator the new port continues the numbers that the server chose, as at the server.',
    },
  ],
  async play(stage) {
    translate(stage, `${PUBLIC} fully-random`);
    stage.run('access', 'sysctl', '-q', '-w', 'net.netfilter.nf_conntrack_tcp_timeout_established=2');
    const old = await open(stage, port(8883), { options: [MARKED] });
    await exchange(old);
    await stage.pause(1.2);
    await exchange(old, 40, 20);
    await stage.pause(3.5);
    await old.near.send(40);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.3);
    const near = await stage.client.connect(SERVER, port(8883), { options: [MARKED] });
    await exchange({ near, far: await old.listener.accept() });
  },
};
