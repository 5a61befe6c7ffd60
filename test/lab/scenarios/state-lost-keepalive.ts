import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import { FORGOTTEN } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** IPv6: the server's machine starts anew; the client's own keep-alive probe finds out. */
export const scenario: Scenario = {
  samples: { 'state-lost-found-by-keepalive': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'state-lost-listener-up',
      sameTrace: FORGOTTEN,
      why: "The flow label says that a host's TCP without the connection built it, at the server's distance; where the state was lost cannot be seen from here.",
    },
  ],
  async play(stage) {
    const old = await open(stage, port(5432), {
      address: SERVER6,
      options: [
        ['SOL_SOCKET', 'SO_KEEPALIVE', 1],
        // Long enough that the new machine stands before the probe comes, also where the lab is slow.
        ['IPPROTO_TCP', 'TCP_KEEPIDLE', 5],
      ],
    });
    await exchange(old);
    const server = await stage.restartServer();
    const listener = await server.listen(SERVER6, port(5432));
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.3);
    const near = await stage.client.connect(SERVER6, port(5432));
    const renewed = { near, far: await listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
