import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import { FORGOTTEN } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server's machine starts anew with its service: it does not know the old connection, and accepts a new one. */
export const scenario: Scenario = {
  samples: {
    'state-lost-listener-up': { at: 'server' },
    'state-lost-capture-starts-late': { at: 'server', late: true },
    'state-lost-seen-at-client': { at: 'client' },
  },
  elsewhere: [
    {
      at: ['middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'state-lost-listener-up',
      sameTrace: FORGOTTEN,
      why: "The copied DSCP says that a Linux TCP built it, at the server's distance; where the state was lost cannot be seen from here.",
    },
  ],
  async play(stage) {
    const old = await open(stage, port(5432), { options: [MARKED] });
    await exchange(old);
    await stage.startLateRecordings();
    await stage.pause(0.5);
    await exchange(old);
    const server = await stage.restartServer();
    const listener = await server.listen(SERVER, port(5432));
    await stage.pause(1.5);
    await old.near.send(about(120));
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.2);
    const near = await stage.client.connect(SERVER, port(5432), { options: [MARKED] });
    const renewed = { near, far: await listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
