import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import { echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** The client cancels a download: it closes with answer data unread and more on the way. */
export const scenario: Scenario = {
  samples: {
    'client-abort-mid-download': { at: 'client', point: { snapLength: 128 } },
    'client-abort-seen-at-server': { at: 'server', point: { snapLength: 128 } },
  },
  elsewhere: [
    {
      at: ['middle'],
      from: 'client',
      builder: 'live-socket',
      cause: 'client-abort',
      sameTrace: [],
      why: "The client's live socket gave up in the middle of the answer; the server had sent neither FIN nor RST.",
    },
    echoes('client'),
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    await near.send('GET /large.bin HTTP/1.1\r\nHost: server.example\r\n\r\n');
    await far.receive(49);
    const upload = async (): Promise<void> => {
      for (let chunk = 0; chunk < 8; chunk += 1) {
        await far.send(about(1000));
        await stage.pause(0.012);
      }
    };
    const download = async (): Promise<void> => {
      await near.receive(about(1500));
      await near.close();
    };
    await Promise.allSettled([upload(), download()]);
  },
};
