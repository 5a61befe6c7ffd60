import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** A forged RST inside the window but not at its edge: the server asks back (challenge ACK) and the connection goes on. */
export const scenario: Scenario = {
  samples: { 'inexact-rst-ignored': { at: 'server' } },
  elsewhere: [
    {
      at: ['middle'],
      from: 'client',
      builder: 'foreign',
      cause: 'on-path-injection',
      sameTrace: ['blind-rst-attack'],
      why: 'The RST is inside the window but not at its edge, the client goes on, the server asks back; a lucky guess looks the same.',
    },
  ],
  control: true,
  async play(stage) {
    const conversation = await open(stage, port(443));
    await exchange(conversation);
    const inject = [{ to: 'east', plus: 1000, ttl: 52, ip_id: 0x3039 } as const];
    await stage.path.rule({ from: 'west', payload: true }, { inject }, 1);
    await exchange(conversation);
    await stage.pause(0.5);
    await exchange(conversation);
    await part(conversation);
  },
};
