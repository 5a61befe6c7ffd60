import { expectError } from '../actor.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** An address behind the server that nothing answers for: the proxy's SYN gets no reply. */
const DEAD_BACKEND = '198.51.100.77';
const CONNECT_SECONDS = 1.5;

/** A proxy reads the request, waits 1.5 s for a backend that does not answer, and drops its client; three times. */
export const scenario: Scenario = {
  samples: { 'proxy-upstream-timeout': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      sample: 'proxy-upstream-timeout',
      why: "The proxy's other side is not in these captures either: the same request, wait and RST.",
    },
  ],
  async play(stage) {
    stage.run('server', 'ip', 'route', 'add', 'blackhole', `${DEAD_BACKEND}/32`);
    const listener = await stage.server.listen(SERVER, 443);
    for (let each = 0; each < 3; each += 1) {
      const near = await stage.client.connect(SERVER, 443);
      const far = await listener.accept();
      await near.send(420);
      await far.receive(420);
      await stage.pause(CONNECT_SECONDS);
      await expectError('EINVAL', stage.server.connect(DEAD_BACKEND, 8080));
      await far.abort();
      await stage.pause(0.3);
    }
  },
};
