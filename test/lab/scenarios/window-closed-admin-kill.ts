import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server stops reading until its window is zero; then an operator ends the connection: the window in the RST stays shut. */
export const scenario: Scenario = {
  samples: { 'window-closed-admin-kill': { at: 'server', point: { snapLength: 96 } } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'live-socket',
      cause: 'admin-kill',
      sameTrace: ['disconnect-unspec'],
      why: 'The window is as shut in the RST as it was: close() would have emptied the queue first.',
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
