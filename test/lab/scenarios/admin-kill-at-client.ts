import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';
import { aborted } from '../truths.ts';

/** IPv6: a phone leaves Wi-Fi and its system destroys the sockets of that network (SOCK_DESTROY) between two requests. */
export const scenario: Scenario = {
  samples: {
    'admin-kill-at-client': {
      at: 'server',
      resets: [
        aborted('TCP_STATE', {
          cause: 'client-abort',
          why: 'A live socket of the client gave up in mid-conversation, with its time stamp, window and numbers. That the system did it and not the program cannot be seen; either way the client ended it.',
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'admin-kill-at-client',
      why: 'Numbers, time stamps and window of the live socket are the same on the whole path.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(443), { address: SERVER6 });
    await exchange({ near, far }, 200, 4000);
    await stage.pause(0.5);
    stage.run('client', 'ss', '-K', 'state', 'established', 'dport', '=', `:${port(443)}`);
    await stage.pause(0.3);
    await expectError('ECONNRESET', far.receive(1));
  },
};
