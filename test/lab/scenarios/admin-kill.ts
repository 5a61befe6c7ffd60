import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** An operator ends an idle connection with `ss -K`. */
export const scenario: Scenario = {
  samples: { 'admin-kill': { at: 'server' } },
  async play(stage) {
    const conversation = await open(stage, 3306);
    await exchange(conversation);
    await stage.pause(0.6);
    stage.run('server', 'ss', '-K', 'state', 'established', 'sport', '=', ':3306');
  },
};
