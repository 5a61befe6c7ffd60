import { expectError } from '../actor.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server's machine starts anew with its service: it does not know the old connection, and accepts a new one. */
export const scenario: Scenario = {
  samples: {
    'state-lost-listener-up': { at: 'server' },
    'state-lost-capture-starts-late': { at: 'server', late: true },
    'state-lost-seen-at-client': { at: 'client' },
  },
  async play(stage) {
    const old = await open(stage, 5432, { options: [MARKED] });
    await exchange(old);
    await stage.startLateRecordings();
    await stage.pause(0.5);
    await exchange(old);
    const server = await stage.restartServer();
    const listener = await server.listen(SERVER, 5432);
    await stage.pause(1.5);
    await old.near.send(120);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.2);
    const near = await stage.client.connect(SERVER, 5432, { options: [MARKED] });
    const renewed = { near, far: await listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
