import { expectError } from '../actor.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The answer to the SYN takes 0.7 s; the program waited 0.3 s. */
export const scenario: Scenario = {
  samples: { 'client-connect-abandoned': { at: 'client' } },
  async play({ client, server, path, pause }) {
    await server.listen(SERVER, 443);
    await path.rule({ from: 'east', flags: 'SA' }, { hold: 0.7 });
    await expectError('ETIMEDOUT', client.connect(SERVER, 443, { wait: 0.3 }));
    await pause(1);
  },
};
