import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted, replied } from '../truths.ts';

const SILENT = aborted('TCP_STATE', {
  cause: 'listener-closed-during-handshake',
  why: 'Handshake done, nothing said by either side, then the RST of a live socket at the moment when the others are reset and after which the port is closed. Had nginx accepted it, its death would have sent a FIN, since nothing was unread.',
});
const ASKING = aborted('TCP_STATE', {
  cause: 'listener-closed-during-handshake',
  sameTrace: ['process-killed'],
  why: 'As the first; but here a request was waiting, and a process that dies over an accepted connection with unread data leaves the same RST. One that lives on and closes would not hit all its connections in one moment and its port with them.',
});
const REFUSED = replied('NO_SOCKET', {
  cause: 'port-closed',
  sameTrace: ['host-firewall-reject'],
  why: 'Nobody listens any more when the next client asks. On the host itself only its own filter writes the same packet, as the SYN has no DSCP to copy.',
});

/** An nginx hangs while the kernel completes handshakes in its name. When it is killed, who was still in its accept queue is reset. */
export const scenario: Scenario = {
  samples: { 'nginx-killed-before-accept': { at: 'server', resets: [SILENT, ASKING, ASKING, REFUSED] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      kernelReason: 'NO_SOCKET',
      cause: 'port-closed',
      sameTrace: ['host-firewall-reject', 'lb-no-backend-or-unhealthy'],
      why: 'The refusal of the last SYN, at the distance of the host, which is known from its other connections: no router, but a filter on the host or a balancer under its address writes the same.',
    },
    {
      at: ['client', 'middle'],
      sample: 'nginx-killed-before-accept',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. So do the silence before and the closed port afterwards.',
    },
  ],
  async play(stage) {
    const listening = `server { listen ${SERVER}:${port(80)}; return 200 "well"; }`;
    const nginx = await startNginx(stage, 'server', port(80), listening);
    nginx.signal('SIGSTOP');
    for (let client = 0; client < 3; client += 1) {
      const near = await stage.client.connect(SERVER, port(80));
      if (client > 0) await near.send(get('/'));
      await stage.pause(0.3);
    }
    nginx.signal('SIGKILL');
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(80)));
  },
};
