import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server closes without having read the client's small request. */
export const scenario: Scenario = {
  samples: { 'close-with-unread-data-small': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'close-with-unread-data-small',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8080));
    await near.send(about(300));
    await stage.pause(0.4);
    await far.close();
  },
};
