import { port } from '../chance.ts';
import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server stops reading until its window is almost closed, then closes: the window in the RST jumps up. */
export const scenario: Scenario = {
  samples: {
    'close-with-unread-data-large': { at: 'server', point: { snapLength: 96 } },
    'close-with-unread-data-large-at-client': { at: 'client', point: { snapLength: 96 } },
  },
  elsewhere: [
    {
      at: ['middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'close-with-unread-data',
      sameTrace: [],
      why: 'The window in the RST is far above the last one, as at the other vantages: the queue was emptied in between.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8080), { listening: [['SOL_SOCKET', 'SO_RCVBUF', 20000]] });
    await near.send(400);
    await far.receive(400);
    await far.send(25);
    await near.receive(25);
    await near.send(14000);
    await stage.pause(1.5);
    await far.close();
  },
};
