import { expectError } from '../actor.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import { FORGOTTEN } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A client opens a connection ahead of time. Before it says anything, the server's machine starts anew. */
export const scenario: Scenario = {
  samples: { 'state-lost-before-first-data': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'state-lost-listener-up',
      sameTrace: [...FORGOTTEN, 'handshake-incomplete-on-server'],
      why: "The copied DSCP says that a Linux TCP built it, at the server's distance; where the state was lost cannot be seen from here. Nor does it show whether the server ever took the last step of the handshake.",
    },
  ],
  async play(stage) {
    const { near: early } = await open(stage, 5432, { options: [MARKED] });
    await stage.pause(2.5);
    const server = await stage.restartServer();
    const listener = await server.listen(SERVER, 5432);
    await early.send(120);
    await expectError('ECONNRESET', early.receive(1));
    await stage.pause(0.2);
    const near = await stage.client.connect(SERVER, 5432, { options: [MARKED] });
    const renewed = { near, far: await listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
