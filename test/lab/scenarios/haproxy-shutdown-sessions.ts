import { port } from '../chance.ts';
import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { GATE, SERVER } from '../topology.ts';
import { aborted } from '../truths.ts';

const DROPPED = aborted('TCP_STATE', {
  cause: 'client-abort',
  sameTrace: ['orphan-or-memory-limit'],
  why: 'HAProxy, the client here, calls shutdown() and closes with SO_LINGER 0: a FIN, and the RST of a live socket with the next number right behind it. A host over its limit of orphans does the same in one close(); an operator cannot be that fast.',
});

/** A health check fails under two live connections; HAProxy with `on-marked-down shutdown-sessions` drops both at its server, and ends the clients politely. */
export const scenario: Scenario = {
  samples: {
    'haproxy-shutdown-sessions': {
      at: 'client',
      point: { host: 'gate', device: 'srv0', filter: `tcp port ${port(1883)}` },
      resets: [DROPPED, DROPPED],
    },
    'haproxy-shutdown-sessions-outside-no-rst': {
      at: 'server',
      point: { host: 'gate', device: 'up0' },
      resets: [],
    },
  },
  elsewhere: [
    { ...DROPPED, at: ['server'], port: port(1883) },
    {
      at: ['server'],
      builder: 'live-socket',
      port: port(8000),
      cause: 'client-abort',
      sameTrace: [],
      why: 'The health checks before: HAProxy drops each connection as soon as it is open.',
    },
    {
      at: ['server'],
      builder: 'stateless-reply',
      port: port(8000),
      cause: 'port-closed',
      sameTrace: ['host-firewall-reject', 'lb-no-backend-or-unhealthy'],
      why: 'The health checks after: nobody listens where they ask. With DSCP 0 a reject rule builds the same packet, but only on the host itself: its TTL is known from the checks before.',
    },
  ],
  async play(stage) {
    const checked = await stage.server.listen(SERVER, port(8000));
    const listener = await stage.server.listen(SERVER, port(1883));
    const checks = `check port ${port(8000)} inter 300ms fall 1 on-marked-down shutdown-sessions`;
    const service = `listen mqtt\n  bind ${GATE}:${port(1883)}\n  server one ${SERVER}:${port(1883)} ${checks}`;
    await startHaproxy(stage, 'gate', port(1883), service);
    for (const lead of [0.4, 0.7]) {
      const near = await stage.client.connect(GATE, port(1883));
      await exchange({ near, far: await listener.accept() }, 40, 20);
      await stage.pause(lead);
    }
    await checked.close();
    await stage.pause(1);
  },
};
