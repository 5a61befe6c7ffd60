import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { CLIENT, SERVER } from '../topology.ts';
import { aborted } from '../truths.ts';

const REJECTED = aborted('TCP_STATE', {
  cause: 'app-reject-after-accept',
  sameTrace: ['proxy-upstream-failure'],
  why: 'A live socket drops the connection within a millisecond of the handshake, before either side said a byte, and does so to each of three attempts. A proxy that cannot reach its server at once would do the same.',
});

/** HAProxy's access list does not know the client: `tcp-request connection reject`, before a byte is exchanged. */
export const scenario: Scenario = {
  samples: { 'haproxy-tcp-reject': { at: 'server', resets: [REJECTED, REJECTED, REJECTED] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'haproxy-tcp-reject',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. So does the haste.',
    },
  ],
  async play(stage) {
    const rule = `tcp-request connection reject if { src ${CLIENT} }`;
    const service = `listen db\n  bind ${SERVER}:${port(3306)}\n  ${rule}\n  server one 127.0.0.1:3307`;
    await startHaproxy(stage, 'server', port(3306), service);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await stage.client.connect(SERVER, port(3306));
      await stage.pause(0.4);
    }
  },
};
