import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const HEADER = 'POST /upload HTTP/1.1\r\nHost: server.example\r\nContent-Length: 500000\r\n\r\n';

const LATE = replied('TCP_TIMEWAIT_SOCKET', {
  cause: 'late-data-after-close',
  why: 'nginx answers 413 to the header, reads on for its `lingering_time` of 1 s and closes with a FIN, which the client acknowledges; the client sends more of the body a second later all the same.',
});

/** An nginx refuses an upload over `client_max_body_size`; the client goes on sending for longer than `lingering_time`. */
export const scenario: Scenario = {
  samples: {
    'nginx-body-too-large': { at: 'server', resets: [LATE] },
    'nginx-body-too-large-at-client': { at: 'client', resets: [LATE] },
  },
  elsewhere: [{ at: ['middle'], sample: 'nginx-body-too-large', why: 'FIN, data and RST pass here as well.' }],
  async play(stage) {
    const limits = 'client_max_body_size 1k; lingering_time 1s;';
    await startNginx(stage, 'server', port(80), `server { listen ${SERVER}:${port(80)}; ${limits} return 204; }`);
    const near = await stage.client.connect(SERVER, port(80));
    await near.send(HEADER);
    await near.send(1200);
    await stage.pause(2.2);
    await near.send(1200);
    await stage.pause(0.3);
  },
};
