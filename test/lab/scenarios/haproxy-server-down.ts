import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { GATE, SERVER } from '../topology.ts';
import { ANY_REFUSAL, replied } from '../truths.ts';

const LATE = replied('TCP_ABORT_ON_DATA', {
  cause: 'late-data-after-close',
  why: 'HAProxy has no server left, accepts and closes at once with a FIN. The client, which could not know, had its first message on the way: the RST answers it. That a balancer without servers closed does not show in the packets.',
});
const ECHO = replied('TCP_FLAGS', {
  cause: 'segment-after-reset',
  why: "The client's ACK of the FIN crosses the RST and finds only the listener.",
});

/** HAProxy's only server fails its health checks; clients are accepted, closed at once, and reset when their first message comes. */
export const scenario: Scenario = {
  samples: {
    'haproxy-server-down': { at: 'server', point: { host: 'gate', device: 'up0' }, resets: [LATE, ECHO, LATE, ECHO] },
  },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'haproxy-server-down',
      why: 'The FIN came before the RST here, too, and the RST answers data that does not acknowledge it.',
    },
    {
      at: ['server'],
      from: 'server',
      cause: 'port-closed',
      sameTrace: ANY_REFUSAL,
      why: 'Behind the gateway only the health checks pass: each SYN is refused, as nobody listens. With DSCP 0 a reject rule builds the same packet.',
    },
  ],
  async play(stage) {
    const server = `server one ${SERVER}:${port(1883)} check inter 400ms fall 1`;
    await startHaproxy(stage, 'gate', port(1883), `listen mqtt\n  bind ${GATE}:${port(1883)}\n  ${server}`);
    await stage.pause(1);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const near = await stage.client.connect(GATE, port(1883));
      // HAProxy has closed by the time this arrives, but its FIN is still on the way.
      await stage.pause(0.01);
      await near.send(40);
      await stage.pause(0.4);
    }
  },
};
