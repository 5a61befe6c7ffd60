import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/**
 * The server's program is killed with kill -9 while nothing is unread: its kernel closes the connection with a FIN, and only
 * what the client sends later draws a RST.
 */
export const scenario: Scenario = {
  samples: { 'late-data-after-kill': { at: 'server' } },
  elsewhere: [
    {
      sample: 'late-data-after-kill',
      why: 'The FIN and the data after it pass every capture point in this order.',
    },
  ],
  async play(stage) {
    const victim = stage.actor('server');
    const conversation = await open({ client: stage.client, server: victim }, 8080, { options: [MARKED] });
    await exchange(conversation);
    await stage.pause(0.5);
    await victim.kill();
    await stage.pause(0.5);
    await conversation.near.send(120);
    await stage.pause(0.3);
  },
};
