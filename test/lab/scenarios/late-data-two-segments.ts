import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server has closed; the client, which has not looked, sends two more segments before it can know. */
export const scenario: Scenario = {
  samples: { 'late-data-two-segments': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 80, { options: [['IPPROTO_TCP', 'TCP_NODELAY', 1]] });
    await exchange({ near, far });
    await far.close();
    await stage.pause(0.5);
    await near.send(300);
    await stage.pause(0.004);
    await near.send(200);
    await stage.pause(0.3);
  },
};
