import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, MARKED } from '../conversation.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { SECOND_SERVER, SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const SERVICE = '198.51.100.250';

/** Spreads the service over its backends by a hash of the client's address, as an nftables balancer does. */
function balance(stage: Pick<Stage, 'nft' | 'run'>, backends: readonly [string, string]): void {
  stage.nft(
    'gate',
    `table ip balancer
delete table ip balancer
table ip balancer {
  chain choose {
    type nat hook prerouting priority dstnat
    ip daddr ${SERVICE} tcp dport ${port(443)} dnat to jhash ip saddr mod 2 seed 0x7 map { 0 : ${backends[0]}, 1 : ${backends[1]} }
  }
}`,
  );
  stage.run('gate', 'conntrack', '-F');
}

/** A balancer restarts with its two backends written in another order: live connections are hashed to the other one, which does not know them. */
export const scenario: Scenario = {
  samples: {
    'dnat-balancer-rehashes': {
      at: 'server',
      resets: [
        replied('TCP_FLAGS', {
          cause: 'lb-rehash',
          why: "Behind the balancer the client's packet, with the next numbers of its connection to one backend, arrives at another: the same client address and port, another server address. Only the balancer chooses that.",
        }),
      ],
    },
    'dnat-balancer-rehashes-at-client': {
      at: 'client',
      resets: [
        replied('TCP_FLAGS', {
          cause: 'lb-rehash',
          sameTrace: [
            'state-lost-listener-up',
            'nat-rebind',
            'conntrack-leak',
            'failover-vip-move',
            'silent-giveup-then-late',
          ],
          why: "In front of the balancer nothing changes: a stateless RST with the server's TTL and the client's DSCP, and the reconnection works. A server that gave up in silence looks the same.",
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'dnat-balancer-rehashes-at-client',
      why: 'In front of the balancer, as at the client.',
    },
  ],
  async play(stage) {
    stage.run('server', 'ip', 'addr', 'add', `${SECOND_SERVER}/24`, 'dev', 'eth0');
    const first = await stage.server.listen(SERVER, port(443));
    const second = await stage.actor('server').listen(SECOND_SERVER, port(443));
    balance(stage, [SERVER, SECOND_SERVER]);
    const near = await stage.client.connect(SERVICE, port(443), { options: [MARKED] });
    await exchange({ near, far: await Promise.race([first.accept(), second.accept()]) });
    await stage.pause(0.6);
    balance(stage, [SECOND_SERVER, SERVER]);
    await near.send(60);
    await expectError('ECONNRESET', near.receive(1));
    await stage.pause(0.3);
    await stage.client.connect(SERVICE, port(443), { options: [MARKED] });
    await stage.pause(0.2);
  },
};
