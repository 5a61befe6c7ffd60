import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** As linger2-negative, but shutdown() comes first and its FIN is acknowledged before close(). */
export const scenario: Scenario = {
  samples: { 'linger2-negative-after-shutdown': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'linger2-negative-after-shutdown',
      why: "The RST is the server's own, nothing on the way changes it, and what it follows passes here as well.",
    },
  ],
  async play(stage) {
    const conversation = await open(stage, 7000, { listening: [['IPPROTO_TCP', 'TCP_LINGER2', -1]] });
    await exchange(conversation);
    await conversation.far.finish();
    await stage.pause(0.4);
    await conversation.far.close();
    await stage.pause(0.2);
  },
};
