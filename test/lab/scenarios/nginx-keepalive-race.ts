import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const LATE = replied('TCP_ABORT_ON_DATA', {
  cause: 'late-data-after-close',
  why: 'nginx closed after 2 s of silence and its FIN was on its way when the client sent the next request. The RST answers exactly that request; nobody was left to read it.',
});
const ECHO = replied('TCP_FLAGS', {
  cause: 'segment-after-reset',
  why: "The client's ACK of the FIN crosses the RST and finds only the listener.",
});

/** An nginx ends an idle connection (`keepalive_timeout`) while the client's next request is on its way over a slow path. */
export const scenario: Scenario = {
  exactTiming: true,
  samples: {
    'nginx-keepalive-race': { at: 'server', resets: [LATE, ECHO] },
    'nginx-keepalive-race-at-client': { at: 'client', resets: [LATE, ECHO] },
  },
  elsewhere: [{ at: ['middle'], sample: 'nginx-keepalive-race', why: 'FIN, data and RST pass here as well.' }],
  async play(stage) {
    await startNginx(
      stage,
      'server',
      port(80),
      `server { listen ${SERVER}:${port(80)}; keepalive_timeout 2s; return 200 "well"; }`,
    );
    await stage.path.delay({ west: 0.15, east: 0.15 });
    const near = await stage.client.connect(SERVER, port(80));
    await near.send(get('/'));
    await near.read();
    // The answer was 0.3 s old when it came; now, 2.15 s after it was sent, the FIN is half way.
    await stage.pause(1.85);
    await near.send(get('/next'));
    await stage.pause(0.9);
  },
};
