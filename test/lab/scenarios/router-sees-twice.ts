import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { ABORT } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** One capture on all devices of a router holds every packet twice, with two TTLs; one RST, not two. */
export const scenario: Scenario = {
  samples: { 'router-sees-each-packet-twice': { at: 'middle', point: { host: 'gate', device: 'any' } } },
  elsewhere: [
    {
      from: 'server',
      builder: 'live-socket',
      cause: 'linger-zero',
      sameTrace: ABORT,
      why: 'Numbers, time stamps and IP ID are those of the live socket, as at the server; the packet says nothing about who decided.',
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(6379));
    await exchange({ near, far });
    await stage.pause(0.5);
    await far.abort();
  },
};
