import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import { ABORT, echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** The server aborts while two more segments of the client's upload are on their way: one RST for each of them follows. */
export const scenario: Scenario = {
  samples: { 'segment-after-reset': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'linger-zero',
      sameTrace: ABORT,
      why: 'Numbers, time stamps and IP ID are those of the live socket, as at the server; the packet says nothing about who decided.',
    },
    echoes('server'),
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(9000), { options: [['IPPROTO_TCP', 'TCP_NODELAY', 1]] });
    await near.send(about(500));
    await stage.pause(0.006);
    await near.send(about(500));
    await stage.pause(0.006);
    await near.send(about(500));
    await far.receive(about(500));
    await far.abort();
  },
};
