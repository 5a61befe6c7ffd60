import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** Somebody off the path sweeps the window with guessed RSTs in the client's name; the server asks back and the connection lives on. */
export const scenario: Scenario = {
  samples: { 'blind-rst-scattered': { at: 'server' } },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'blind-rst-scattered',
      why: "The guesses enter before this capture; the server's challenges and the surviving connection pass it.",
    },
  ],
  async play(stage) {
    const conversation = await open(stage, 179);
    await exchange(conversation);
    const inject = [4000, 12_000, 20_000, 28_000].map((plus, index) => ({
      to: 'east' as const,
      plus,
      ttl: 243,
      ip_id: 0x1000 + index * 1777,
      after: index * 0.002,
    }));
    await stage.path.rule({ from: 'west', payload: true }, { inject }, 1);
    await exchange(conversation);
    await stage.pause(0.5);
    await exchange(conversation);
    await part(conversation);
  },
};
