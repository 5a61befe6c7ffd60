import { exchange, MARKED, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server closes with TCP_LINGER2 below zero; the client acknowledges the FIN and sends nothing more. */
export const scenario: Scenario = {
  samples: { 'linger2-negative': { at: 'server' }, 'linger2-negative-seen-at-client': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'linger2-negative-seen-at-client',
      why: "The RST is the server's own, nothing on the way changes it, and what it follows passes here as well.",
    },
  ],
  async play(stage) {
    const conversation = await open(stage, 7000, {
      options: [MARKED],
      listening: [['IPPROTO_TCP', 'TCP_LINGER2', -1]],
    });
    await exchange(conversation);
    await stage.pause(0.3);
    await conversation.far.close();
    await stage.pause(0.3);
  },
};
