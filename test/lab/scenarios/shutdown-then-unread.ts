import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server answers the first half of a request, then calls shutdown() and close() at once: the rest was never read. */
export const scenario: Scenario = {
  samples: { 'shutdown-then-unread': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'shutdown-then-unread',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. FIN and RST stay together.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, 8080);
    await near.send(900);
    await far.receive(400);
    await far.send(160);
    await near.receive(160);
    await stage.pause(0.3);
    const both = [far.finish(), far.close()];
    await Promise.all(both);
    await stage.pause(0.2);
  },
};
