import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { ABORT } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** An operator ends an idle connection with `ss -K`. */
export const scenario: Scenario = {
  samples: { 'admin-kill': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'admin-kill',
      sameTrace: ABORT,
      why: 'Numbers, time stamps and IP ID are those of the live socket, as at the server; the packet says nothing about who decided.',
    },
  ],
  async play(stage) {
    const conversation = await open(stage, port(3306));
    await exchange(conversation);
    await stage.pause(0.6);
    stage.run('server', 'ss', '-K', 'state', 'established', 'sport', '=', `:${port(3306)}`);
  },
};
