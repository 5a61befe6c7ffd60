import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** Both sides have closed; the network delivers the client's last acknowledgement twice. */
export const scenario: Scenario = {
  samples: { 'benign-rst-after-close': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 80);
    await exchange({ near, far });
    await near.close();
    await far.receiveEnd();
    await stage.pause(0.1);
    await stage.path.rule({ from: 'west', flags: 'A', port: 80 }, { copy: 0.2 }, 1);
    await far.close();
    await stage.pause(0.5);
  },
};
