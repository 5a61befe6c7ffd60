import { exchange, MARKED, open } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC } from '../topology.ts';

const INSIDE = '10.20.0.10';

/**
 * The customer's router loses its table of connections and does not pick up the ones under way: what it does not know it does not
 * translate, and forwards with the device's inside address. The server's answer to that address gets lost.
 */
export const scenario: Scenario = {
  samples: { 'conntrack-leak': { at: 'server' } },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'conntrack-leak',
      why: 'The inside address and the numbers that it goes on with pass here as well.',
    },
  ],
  async play(stage) {
    stage.run('client', 'ip', 'addr', 'add', `${INSIDE}/24`, 'dev', 'eth0');
    stage.run('access', 'ip', 'addr', 'add', '10.20.0.1/24', 'dev', 'lan0');
    publicAddress(stage, PUBLIC);
    const old = await open(stage, 8883, { source: INSIDE, options: [MARKED] });
    await exchange(old);
    await stage.pause(2);
    stage.run('access', 'sysctl', '-q', '-w', 'net.netfilter.nf_conntrack_tcp_loose=0');
    stage.run('access', 'conntrack', '-F');
    // One packet leaks; its repetitions are lost on the way.
    await stage.path.rule({ from: 'west', payload: true }, { hold: 0.001 }, 1);
    await stage.path.rule({ from: 'west', payload: true }, { drop: true });
    await old.near.send(40);
    await stage.pause(0.5);
  },
};
