import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server aborts while two more segments of the client's upload are on their way: one RST for each of them follows. */
export const scenario: Scenario = {
  samples: { 'segment-after-reset': { at: 'server' } },
  async play(stage) {
    const { near, far } = await open(stage, 9000, { options: [['IPPROTO_TCP', 'TCP_NODELAY', 1]] });
    await near.send(500);
    await stage.pause(0.006);
    await near.send(500);
    await stage.pause(0.006);
    await near.send(500);
    await far.receive(500);
    await far.abort();
  },
};
