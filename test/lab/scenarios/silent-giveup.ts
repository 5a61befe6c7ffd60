import { expectError } from '../actor.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import { FORGOTTEN } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/**
 * What the server sends is lost on the way; after three retransmissions it gives the connection up, which it does in silence.
 * Then the client speaks, and connects again.
 */
export const scenario: Scenario = {
  samples: { 'silent-giveup-then-late': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'silent-giveup-then-late',
      sameTrace: FORGOTTEN,
      why: "The copied DSCP says that a Linux TCP built it, at the server's distance; where the state was lost cannot be seen from here. The repetitions, where they are seen, say that the server waited, not that the machine which answers is the same.",
    },
  ],
  async play(stage) {
    stage.run('server', 'sysctl', '-q', '-w', 'net.ipv4.tcp_retries2=3');
    const old = await open(stage, 8883, { options: [MARKED] });
    await exchange(old);
    await stage.path.rule({ from: 'east', payload: true }, { drop: true });
    await old.far.send(100);
    await stage.pause(6);
    await old.near.send(40);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.3);
    const near = await stage.client.connect(SERVER, 8883, { options: [MARKED] });
    await part({ near, far: await old.listener.accept() });
  },
};
