import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { GATE, SERVER } from '../topology.ts';

/** HAProxy gets no answer from its server and, after `timeout connect`, leaves its client with a FIN: a failed upstream is no RST by itself. */
export const scenario: Scenario = {
  control: true,
  samples: { 'haproxy-connect-timeout-no-rst': { at: 'server', point: { host: 'gate', device: 'up0' }, resets: [] } },
  async play(stage) {
    stage.nft(
      'server',
      `table inet filter {
  chain drop_all {
    type filter hook input priority filter
    tcp dport ${port(1883)} drop
  }
}`,
    );
    const limits = 'timeout connect 1s\n  retries 0';
    const service = `listen mqtt\n  bind ${GATE}:${port(1883)}\n  ${limits}\n  server one ${SERVER}:${port(1883)}`;
    await startHaproxy(stage, 'gate', port(1883), service);
    const near = await stage.client.connect(GATE, port(1883));
    await near.send(40);
    await near.receiveEnd();
    await near.close();
    await stage.pause(0.2);
  },
};
