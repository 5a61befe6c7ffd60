import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server aborts while two more segments of the client's upload are on their way: one RST for each of them follows. */
export const scenario: Scenario = {
  samples: { 'segment-after-reset': { at: 'server' } },
  exactTiming: true,
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'segment-after-reset',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    // Far enough that the server has given up before the second segment comes, and the client hears of it after the third.
    await stage.path.delay({ west: 0.04, east: 0.2 });
    const { near, far } = await open(stage, port(9000), { options: [['IPPROTO_TCP', 'TCP_NODELAY', 1]] });
    await near.send(about(500));
    await stage.pause(0.06);
    await near.send(about(500));
    await stage.pause(0.06);
    await near.send(about(500));
    await far.receive(about(500));
    await far.abort();
    await stage.pause(0.4);
  },
};
