import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import { ABORT } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** The server closes without having read the client's small request. */
export const scenario: Scenario = {
  samples: { 'close-with-unread-data-small': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'close-with-unread-data',
      sameTrace: ABORT,
      why: 'Numbers, time stamps and IP ID are those of the live socket, as at the server; the packet says nothing about who decided.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8080));
    await near.send(about(300));
    await stage.pause(0.4);
    await far.close();
  },
};
