import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import { ECHO_OF_UNSEEN, echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** A device that listens on the path resets the client in the server's name; the server answers the request all the same. */
export const scenario: Scenario = {
  samples: { 'on-path-injection': { at: 'client' } },
  elsewhere: [ECHO_OF_UNSEEN, echoes('client')],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    await stage.path.rule({ from: 'west', payload: true }, { inject: [{ to: 'west', ttl: 97, ip_id: 0xbeef }] }, 1);
    await near.send('GET /blocked HTTP/1.1\r\nHost: server.example\r\n\r\n');
    await far.receive(47);
    await far.send(about(600));
    await stage.pause(0.5);
  },
};
