import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted } from '../truths.ts';

const REJECTED = aborted('TCP_STATE', {
  cause: 'app-reject-after-accept',
  sameTrace: ['proxy-upstream-failure'],
  why: 'A live socket drops the connection at once after the request, which it had read, without a byte of answer, and does so to each of three clients. A proxy whose server refuses at once would do the same.',
});

/** An nginx drops requests for unknown hosts with `return 444`, as a RST since `reset_timedout_connection` is on. */
export const scenario: Scenario = {
  samples: { 'nginx-return-444': { at: 'server', resets: [REJECTED, REJECTED, REJECTED] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'nginx-return-444',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. So does the haste.',
    },
  ],
  async play(stage) {
    const rule = 'reset_timedout_connection on; return 444;';
    await startNginx(stage, 'server', port(80), `server { listen ${SERVER}:${port(80)}; ${rule} }`);
    for (const path of ['/', '/again', '/and-again']) {
      const near = await stage.client.connect(SERVER, port(80));
      await near.send(get(path));
      await stage.pause(0.4);
    }
  },
};
