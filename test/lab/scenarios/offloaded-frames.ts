import { port } from '../chance.ts';
import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { replied } from '../truths.ts';

/** Captured on the server itself, whose card cuts its data into segments later: a large answer is a few frames of many kilobytes. */
export const scenario: Scenario = {
  samples: {
    'offloaded-frames': {
      at: 'server',
      point: { host: 'server', device: 'eth0', snapLength: 128 },
      resets: [
        replied('TCP_TIMEWAIT_SOCKET', {
          cause: 'late-data-after-close',
          why: 'The server answered 200 kB, closed, and the client acknowledged data and FIN; its next request 0.5 s later has no reader. Frames longer than a packet are the work of segmentation offload and change no number.',
        }),
      ],
    },
  },
  elsewhere: [{ sample: 'offloaded-frames', why: 'The same segments, as they travel.' }],
  async play(stage) {
    for (const switched of ['tx', 'tso', 'gso', 'gro']) stage.run('server', 'ethtool', '-K', 'eth0', switched, 'on');
    const { near, far } = await open(stage, port(80));
    await near.send(200);
    await far.receive(200);
    await far.send(200_000);
    await near.receive(200_000);
    await far.close();
    await stage.pause(0.5);
    await near.send(200);
    await stage.pause(0.3);
  },
};
