import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** A forged RST inside the window but not at its edge: the server asks back (challenge ACK) and the connection goes on. */
export const scenario: Scenario = {
  samples: { 'inexact-rst-ignored': { at: 'server' } },
  async play(stage) {
    const conversation = await open(stage, 443);
    await exchange(conversation);
    const inject = [{ to: 'east', plus: 1000, ttl: 52, ip_id: 0x3039 } as const];
    await stage.path.rule({ from: 'west', payload: true }, { inject }, 1);
    await exchange(conversation);
    await stage.pause(0.5);
    await exchange(conversation);
    await part(conversation);
  },
};
