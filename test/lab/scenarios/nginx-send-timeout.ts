import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted, otherAborts } from '../truths.ts';

const BODY_BYTES = 2_000_000;
const GAVE_UP = aborted('TCP_STATE', {
  cause: 'linger-zero',
  sameTrace: otherAborts('linger-zero'),
  why: 'A live socket drops a download whose reader has closed its window, with most of the answer unsent. nginx did so by a timer (`send_timeout` with `reset_timedout_connection`), but a single connection shows no timer, and the window probes in between leave no silence to measure.',
});

/** A client asks nginx for a large file and stops reading; `send_timeout` ends, and with it the rest of the file. */
export const scenario: Scenario = {
  samples: { 'nginx-send-timeout': { at: 'server', resets: [GAVE_UP] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'nginx-send-timeout',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const body = stage.file('large', 'x'.repeat(BODY_BYTES));
    const limits = 'send_timeout 2s; reset_timedout_connection on;';
    const file = `location = /large { alias ${body}; }`;
    await startNginx(stage, 'server', port(80), `server { listen ${SERVER}:${port(80)}; ${limits} ${file} }`);
    const near = await stage.client.connect(SERVER, port(80), { options: [['SOL_SOCKET', 'SO_RCVBUF', 16384]] });
    await near.send(get('/large'));
    await stage.pause(3);
  },
};
