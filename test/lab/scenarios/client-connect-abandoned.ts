import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The answer to the SYN takes 0.7 s; the program waited 0.3 s. */
export const scenario: Scenario = {
  samples: { 'client-connect-abandoned': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'client',
      builder: 'stateless-reply',
      cause: 'client-connect-abandoned',
      sameTrace: [],
      why: "The SYN of an operating system was answered at once; most of a second later a RST of that acknowledgement number comes, with the SYN's TTL: nobody waited any more.",
    },
  ],
  async play({ client, server, path, pause }) {
    await server.listen(SERVER, port(443));
    await path.rule({ from: 'east', flags: 'SA' }, { hold: 0.7 });
    await expectError('ETIMEDOUT', client.connect(SERVER, port(443), { wait: 0.3 }));
    await pause(1);
  },
};
