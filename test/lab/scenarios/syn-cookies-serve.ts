import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** Every SYN is answered with a cookie (`tcp_syncookies=2`); connections work as ever and nobody is reset. */
export const scenario: Scenario = {
  samples: { 'syn-cookies-no-rst': { at: 'server', resets: [] } },
  async play(stage) {
    stage.run('server', 'sysctl', '-q', '-w', 'net.ipv4.tcp_syncookies=2');
    const conversation = await open(stage, port(443));
    await exchange(conversation);
    await part(conversation);
  },
};
