import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted } from '../truths.ts';

const TIMED_OUT = aborted('TCP_STATE', {
  cause: 'app-idle-or-request-timeout',
  sameTrace: ['proxy-upstream-failure'],
  why: 'Three live sockets give up, each 2.00 s after the last word of its client, at three different moments: a timer of the program. That the header never ended can be read only in its text; a proxy that waits for its server in vain keeps the same time.',
});

/** Three clients never finish their request header; nginx with `reset_timedout_connection` resets each after 2 s. */
export const scenario: Scenario = {
  exactTiming: true,
  samples: { 'nginx-reset-timedout-connection': { at: 'server', resets: [TIMED_OUT, TIMED_OUT, TIMED_OUT] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'nginx-reset-timedout-connection',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. The path adds the same delay to both ends of each silence.',
    },
  ],
  async play(stage) {
    const limits = 'client_header_timeout 2s; reset_timedout_connection on;';
    await startNginx(stage, 'server', port(80), `server { listen ${SERVER}:${port(80)}; ${limits} return 204; }`);
    for (const lead of [0.3, 0.5, 0.4]) {
      const near = await stage.client.connect(SERVER, port(80));
      await near.send('POST /slow HTTP/1.1\r\nHost: server.example\r\n');
      await stage.pause(lead);
    }
    await stage.pause(2.2);
  },
};
