import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** An operator ends an idle connection with `ss -K`. */
export const scenario: Scenario = {
  samples: { 'admin-kill': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'admin-kill',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const conversation = await open(stage, port(3306));
    await exchange(conversation);
    await stage.pause(0.6);
    stage.run('server', 'ss', '-K', 'state', 'established', 'sport', '=', `:${port(3306)}`);
  },
};
