import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startNginx } from '../servers.ts';
import { GATE, SERVER } from '../topology.ts';
import { ANY_REFUSAL, replied } from '../truths.ts';

/** The gateway's nginx passes requests to a service that is down: a RST on the inner side, a plain 502 on the outer. */
export const scenario: Scenario = {
  samples: {
    'nginx-upstream-refused': {
      at: 'client',
      point: { host: 'gate', device: 'srv0' },
      resets: [
        replied('NO_SOCKET', {
          cause: 'port-closed',
          sameTrace: ANY_REFUSAL,
          why: 'nginx is the client here: its SYN to the service meets a host where nobody listens. Over IPv4 with DSCP 0 a reject rule builds the same packet.',
        }),
      ],
    },
    'nginx-bad-gateway-no-rst': { at: 'client', resets: [] },
  },
  elsewhere: [
    {
      at: ['server'],
      sample: 'nginx-upstream-refused',
      why: 'The same cable: what the sample holds is what passes here.',
    },
  ],
  async play(stage) {
    await startNginx(
      stage,
      'gate',
      port(80),
      `server { listen ${GATE}:${port(80)}; location / { proxy_pass http://${SERVER}:${port(8080)}; } }`,
    );
    const near = await stage.client.connect(GATE, port(80));
    await near.send(get('/'));
    await near.read();
    await near.close();
    await stage.pause(0.3);
  },
};
