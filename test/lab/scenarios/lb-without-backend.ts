import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange } from '../conversation.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { SERVER } from '../topology.ts';

const SERVICE = '198.51.100.250';

/**
 * A balancer passes connections to a service on to its backend while that is healthy, and refuses new ones in the service's name while
 * it is not, as OVN does with `reject=true`.
 */
function balance(stage: Pick<Stage, 'nft'>): void {
  stage.nft(
    'core',
    `table ip balancer {
  set healthy { type ipv4_addr; elements = { ${SERVICE} } }
  chain choose {
    type nat hook prerouting priority dstnat
    ip daddr @healthy tcp dport ${port(443)} dnat to ${SERVER}
  }
  chain refuse {
    type filter hook forward priority filter
    ip daddr ${SERVICE} tcp dport ${port(443)} counter reject with tcp reset
  }
}`,
  );
}

/** A balancer's only backend fails one health check and passes the next: a client that calls in between is refused in the service's name. */
export const scenario: Scenario = {
  samples: { 'lb-without-backend': { at: 'client' } },
  async play(stage) {
    const listener = await stage.server.listen(SERVER, port(443));
    balance(stage);
    const near = await stage.client.connect(SERVICE, port(443));
    const far = await listener.accept();
    for (let turn = 0; turn < 2; turn += 1) await exchange({ near, far });
    await stage.client.connect(SERVICE, port(443));
    stage.nft('core', `delete element ip balancer healthy { ${SERVICE} }`);
    await expectError('ECONNREFUSED', stage.client.connect(SERVICE, port(443)));
    stage.nft('core', `add element ip balancer healthy { ${SERVICE} }`);
    await stage.client.connect(SERVICE, port(443));
    await stage.pause(0.2);
  },
};
