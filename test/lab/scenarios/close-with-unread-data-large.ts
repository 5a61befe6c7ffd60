import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server stops reading until its window is almost closed, then closes: the window in the RST jumps up. */
export const scenario: Scenario = {
  samples: {
    'close-with-unread-data-large': { at: 'server', point: { snapLength: 96 } },
    'close-with-unread-data-large-at-client': { at: 'client', point: { snapLength: 96 } },
  },
  async play(stage) {
    const { near, far } = await open(stage, 8080, { listening: [['SOL_SOCKET', 'SO_RCVBUF', 20000]] });
    await near.send(400);
    await far.receive(400);
    await far.send(25);
    await near.receive(25);
    await near.send(14000);
    await stage.pause(1.5);
    await far.close();
  },
};
