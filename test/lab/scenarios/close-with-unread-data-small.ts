import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server closes without having read the client's small request. */
export const scenario: Scenario = {
  samples: { 'close-with-unread-data-small': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 8080);
    await near.send(300);
    await stage.pause(0.4);
    await far.close();
  },
};
