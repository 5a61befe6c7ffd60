import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server's program dissolves the connection with connect(AF_UNSPEC) and keeps its socket. */
export const scenario: Scenario = {
  samples: { 'disconnect-unspec': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'disconnect-unspec',
      why: "The RST is the server's own, nothing on the way changes it, and what it follows passes here as well.",
    },
  ],
  async play(stage) {
    const conversation = await open(stage, 4222);
    await exchange(conversation);
    await stage.pause(0.6);
    await conversation.far.dissolve();
    await stage.pause(0.2);
  },
};
