import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { ABORT } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** The server answers a request and then ends the connection with SO_LINGER 0. */
export const scenario: Scenario = {
  samples: { 'linger-zero': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'linger-zero',
      sameTrace: ABORT,
      why: 'Numbers, time stamps and IP ID are those of the live socket, as at the server; the packet says nothing about who decided.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(6379));
    await exchange({ near, far });
    await stage.pause(0.6);
    await far.abort();
  },
};
