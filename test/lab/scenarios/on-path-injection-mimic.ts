import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { ECHO_OF_UNSEEN, echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** As on-path-injection; the device copies the server's TTL and the look of a Linux RST, but it is too early. */
export const scenario: Scenario = {
  samples: { 'on-path-injection-mimics-server': { at: 'client' } },
  elsewhere: [ECHO_OF_UNSEEN, echoes('client')],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    for (let turn = 0; turn < 5; turn += 1) await exchange({ near, far }, 60, 200);
    const atClientLikeServer = 62;
    await stage.path.rule(
      { from: 'west', payload: true },
      { inject: [{ to: 'west', ttl: atClientLikeServer, ip_id: 0 }] },
      1,
    );
    await near.send('GET /blocked HTTP/1.1\r\nHost: server.example\r\n\r\n');
    await far.receive(47);
    await far.send(about(600));
    await stage.pause(0.5);
  },
};
