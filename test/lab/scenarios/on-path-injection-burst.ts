import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import { ECHO_OF_UNSEEN, echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** As on-path-injection; the device hedges with three sequence numbers, the later ones ahead of the stream. */
export const scenario: Scenario = {
  samples: { 'on-path-injection-burst': { at: 'client' } },
  elsewhere: [ECHO_OF_UNSEEN, echoes('client')],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    const like = { to: 'west', flags: 'RA', window: 1980 } as const;
    const inject = [
      { ...like, ttl: 84, ip_id: 0x7101 },
      { ...like, ttl: 85, ip_id: 0x7102, window: 1981, plus: 1460 },
      { ...like, ttl: 86, ip_id: 0x7103, window: 1982, plus: 4380 },
    ];
    await stage.path.rule({ from: 'west', payload: true }, { inject }, 1);
    await near.send('GET /blocked HTTP/1.1\r\nHost: server.example\r\n\r\n');
    await far.receive(47);
    await far.send(about(600));
    await stage.pause(0.5);
  },
};
