import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import { echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/**
 * A machine is installed with the address of the server on the server's own link. The router believes whoever announced itself last:
 * the client's next packet reaches the new machine, while the server goes on talking.
 */
export const scenario: Scenario = {
  samples: {},
  elsewhere: [
    {
      from: 'server',
      builder: 'stateless-reply',
      cause: 'lb-rehash',
      sameTrace: [],
      why: 'The RST copies the DSCP of the packet that it rejects: a full TCP without the connection built it. The machine that holds the connection sends data afterwards, with newer time stamps, and never acknowledges that packet. So two machines answer for one address, and the packet went to the one that does not know the connection; at the server their network cards differ as well. Nobody took the address over, for the first one still uses it.',
    },
    echoes('client'),
  ],
  async play(stage) {
    const old = await open(stage, port(1883), { options: [MARKED] });
    const twin = await stage.addTwin();
    await twin.listen(SERVER, port(1883));
    // gate believes a second announcement only when what it knows is old enough (net.ipv4.neigh.default.locktime, 1 s).
    for (let turn = 0; turn < 5; turn += 1) {
      await exchange(old);
      await stage.pause(0.25);
    }
    stage.plugInTwin();
    await old.near.send(60);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.2);
    await old.far.send(200);
    await stage.pause(0.4);
  },
};
