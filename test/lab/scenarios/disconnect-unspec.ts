import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server's program dissolves the connection with connect(AF_UNSPEC) and keeps its socket. */
export const scenario: Scenario = {
  samples: { 'disconnect-unspec': { at: 'server' } },
  async play(stage) {
    const conversation = await open(stage, 4222);
    await exchange(conversation);
    await stage.pause(0.6);
    await conversation.far.dissolve();
    await stage.pause(0.2);
  },
};
