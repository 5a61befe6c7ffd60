import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startNginx } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted, replied } from '../truths.ts';

const KILLED = aborted('TCP_ABORT_ON_CLOSE', {
  cause: 'process-killed',
  why: 'Three live sockets abort within a millisecond of each other, each with a request that nobody had answered, while two idle ones send a FIN at the same moment and the port is closed afterwards: the process is gone.',
});
const REFUSED = replied('NO_SOCKET', {
  cause: 'port-closed',
  sameTrace: ['host-firewall-reject'],
  why: 'Nobody listens any more when the next client asks. On the host itself only its own filter writes the same packet, as the SYN has no DSCP to copy.',
});

/**
 * An nginx hangs with five keep-alive connections and is killed: the three whose next request it had not read are reset, the two
 * idle ones get a FIN.
 */
export const scenario: Scenario = {
  samples: { 'nginx-worker-killed': { at: 'server', resets: [KILLED, KILLED, KILLED, REFUSED] } },
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
      sample: 'nginx-worker-killed',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. So do the common moment and the FINs of the others.',
    },
  ],
  async play(stage) {
    const listening = `server { listen ${SERVER}:${port(80)}; return 200 "well"; }`;
    const nginx = await startNginx(stage, 'server', port(80), listening);
    const connections = [];
    for (let client = 0; client < 5; client += 1) {
      const near = await stage.client.connect(SERVER, port(80));
      await near.send(get('/'));
      await near.read();
      connections.push(near);
      await stage.pause(0.3);
    }
    nginx.signal('SIGSTOP');
    for (const near of connections.slice(2)) {
      await near.send(get('/next'));
      await stage.pause(0.2);
    }
    nginx.signal('SIGKILL');
    await stage.pause(0.3);
    await expectError('ECONNREFUSED', stage.client.connect(SERVER, port(80)));
  },
};
