import { expectError } from '../actor.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server's machine starts anew without its service: the client's next data and its new attempt are both refused. */
export const scenario: Scenario = {
  samples: { 'state-lost-no-listener': { at: 'server' } },
  async play(stage) {
    const old = await open(stage, 5432, { options: [MARKED] });
    await exchange(old);
    await stage.restartServer();
    await stage.pause(1.5);
    await old.near.send(120);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.2);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, 5432, { options: [MARKED] }));
  },
};
