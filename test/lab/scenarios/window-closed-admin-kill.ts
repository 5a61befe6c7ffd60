import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server stops reading until its window is zero; then an operator ends the connection: the window in the RST stays shut. */
export const scenario: Scenario = {
  samples: { 'window-closed-admin-kill': { at: 'server', point: { snapLength: 96 } } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'window-closed-admin-kill',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged.',
    },
  ],
  async play(stage) {
    const conversation = await open(stage, port(3306), { listening: [['SOL_SOCKET', 'SO_RCVBUF', 8000]] });
    await exchange(conversation, 100, 100);
    await conversation.near.send(30_000);
    await stage.pause(1.5);
    stage.run('server', 'ss', '-K', 'state', 'established', 'sport', '=', `:${port(3306)}`);
  },
};
