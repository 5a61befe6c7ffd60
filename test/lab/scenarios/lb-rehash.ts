import { expectError } from '../actor.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/**
 * Two machines serve one address. While one of them still sends its answer, the route changes: the client's next packet reaches
 * the other one, which does not know the connection; the first one repeats what was not acknowledged.
 */
export const scenario: Scenario = {
  samples: { 'lb-rehash': { at: 'middle' } },
  elsewhere: [
    {
      at: ['client'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'lb-rehash',
      sameTrace: [
        'state-lost-listener-up',
        'state-lost-no-listener',
        'nat-rebind',
        'conntrack-leak',
        'failover-vip-move',
      ],
      why: "What the first machine says never comes here. The copied DSCP says that a Linux TCP built it, at the server's distance; where the state was lost cannot be seen from here. Nobody tries again. The server was heard too short a time ago to have given up.",
    },
  ],
  async play(stage) {
    const standby = await stage.addStandby();
    await standby.listen(SERVER, 443);
    stage.routeTo('server');
    const old = await open(stage, 443, { options: [MARKED] });
    await exchange(old);
    await stage.pause(0.4);
    stage.routeTo('standby');
    // What the server says now never reaches the client, so that the client does not acknowledge it before it speaks itself.
    await stage.path.rule({ from: 'east', payload: true }, { drop: true });
    await old.far.send(200);
    await old.near.send(60);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.6);
  },
};
