import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/**
 * Two clients leave their half of a connection open after the server has closed. The server forgets closed connections after
 * 2 s; 4 s later one client sends data (IPv6), the other one at last its FIN.
 */
export const scenario: Scenario = {
  samples: { 'fin-wait2-expired': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'fin-wait2-expired',
      why: 'FINs, gaps, flow label and DSCP are seen everywhere.',
    },
  ],
  async play(stage) {
    stage.run('server', 'sysctl', '-q', '-w', 'net.ipv4.tcp_fin_timeout=2');
    const talker = await open(stage, 8080, { address: SERVER6 });
    const sleeper = await open(stage, 8081, { options: [MARKED] });
    for (const each of [talker, sleeper]) {
      await exchange(each);
      await each.far.close();
      await each.near.receiveEnd();
    }
    await stage.pause(4);
    await talker.near.send(40);
    await stage.pause(0.3);
    await sleeper.near.close();
    await stage.pause(0.3);
  },
};
