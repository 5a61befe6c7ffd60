import { port } from '../chance.ts';
import { exchange } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { GATE, SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const LATE = replied('TCP_TIMEWAIT_SOCKET', {
  cause: 'late-data-after-close',
  why: 'HAProxy ended the silent connection with a FIN after 2 s (its timeouts do not reset); the device did not look and sent its next message 1 s later. Nobody was left to read it.',
});

/** Two devices fall silent behind HAProxy, whose `timeout client` closes both politely; one speaks again and is reset only then. */
export const scenario: Scenario = {
  samples: {
    'haproxy-timeout-client': { at: 'server', point: { host: 'gate', device: 'up0' }, resets: [LATE] },
    'haproxy-timeout-client-inside-no-rst': { at: 'server', resets: [] },
  },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'haproxy-timeout-client',
      why: 'The same packets as on the outer side of the proxy.',
    },
  ],
  async play(stage) {
    await startHaproxy(
      stage,
      'gate',
      port(1883),
      `listen mqtt\n  bind ${GATE}:${port(1883)}\n  timeout client 2s\n  server one ${SERVER}:${port(1883)}`,
    );
    const listener = await stage.server.listen(SERVER, port(1883));
    const talk = async () => {
      const pair = { near: await stage.client.connect(GATE, port(1883)), far: await listener.accept() };
      await exchange(pair, 40, 20);
      return pair;
    };
    await talk();
    await stage.pause(0.4);
    const { near, far } = await talk();
    // HAProxy passes the end on to the server first, and ends the client's side when the server has closed as well.
    await far.receiveEnd();
    await far.close();
    await stage.pause(1);
    await near.send(40);
    await stage.pause(0.3);
  },
};
