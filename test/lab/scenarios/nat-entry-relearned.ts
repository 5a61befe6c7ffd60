import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import { translate } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC } from '../topology.ts';

/** The router forgets a silent connection and, since the port is still free, translates its next packet as before: nothing breaks. */
export const scenario: Scenario = {
  samples: { 'nat-entry-relearned-no-rst': { at: 'server', resets: [] } },
  async play(stage) {
    translate(stage, PUBLIC);
    stage.run('access', 'sysctl', '-q', '-w', 'net.netfilter.nf_conntrack_tcp_timeout_established=2');
    const conversation = await open(stage, port(8883));
    await exchange(conversation);
    await stage.pause(3.5);
    await exchange(conversation, 40, 20);
    await part(conversation);
  },
};
