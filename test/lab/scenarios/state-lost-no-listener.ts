import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server's machine starts anew without its service: the client's next data and its new attempt are both refused. */
export const scenario: Scenario = {
  samples: { 'state-lost-no-listener': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'state-lost-no-listener',
      sameTrace: ['failover-vip-move', 'silent-giveup-then-late'],
      why: 'The copied DSCP says that a Linux TCP without the connection built it; a standby without the service looks like a restart without it, and so does a service that ended while its last words were lost on the way.',
    },
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'port-closed',
      sameTrace: [],
      why: 'Answers the new SYN with its DSCP, so no REJECT rule.',
    },
  ],
  async play(stage) {
    const old = await open(stage, port(5432), { options: [MARKED] });
    await exchange(old);
    await stage.restartServer();
    await stage.pause(1.5);
    await old.near.send(about(120));
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.2);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(5432), { options: [MARKED] }));
  },
};
