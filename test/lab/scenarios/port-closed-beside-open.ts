import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** One port of the server works; nobody listens on another. The client's packets carry a DSCP. */
export const scenario: Scenario = {
  samples: { 'port-closed-beside-open-port': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'port-closed',
      sameTrace: [],
      why: "TTL of all the server's packets and the SYN's DSCP: the host itself refused.",
    },
  ],
  async play(stage) {
    const healthy = await open(stage, port(443), { options: [MARKED] });
    for (let turn = 0; turn < 3; turn += 1) await exchange(healthy);
    await part(healthy);
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(8443), { options: [MARKED] }));
  },
};
