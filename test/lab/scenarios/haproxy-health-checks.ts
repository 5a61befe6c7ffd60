import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { GATE, SERVER } from '../topology.ts';
import { aborted } from '../truths.ts';

const CHECKED = aborted('TCP_STATE', {
  cause: 'client-abort',
  why: 'HAProxy, the client here, has what it wants to know with the SYN-ACK: it closes with SO_LINGER 0 before its ACK is sent, so that the RST of the live socket carries the ACK. Nobody was to be served.',
});

/** HAProxy looks every half second whether its server's port is open, and resets each of these connections. */
export const scenario: Scenario = {
  samples: {
    'haproxy-health-checks': {
      at: 'client',
      point: { host: 'gate', device: 'srv0' },
      resets: [CHECKED, CHECKED, CHECKED, CHECKED],
    },
  },
  // How many checks fit into the recording is a matter of delays; the cable at the server is the same one.
  elsewhere: [{ ...CHECKED, at: ['client', 'server'], optional: true }],
  async play(stage) {
    await stage.server.listen(SERVER, port(8000));
    const server = `server one ${SERVER}:${port(8000)} check inter 500ms`;
    await startHaproxy(stage, 'gate', port(8000), `listen web\n  bind ${GATE}:${port(8000)}\n  ${server}`);
    await stage.pause(1.2);
  },
};
