import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** Both sides have closed; the network delivers the client's last acknowledgement twice. */
export const scenario: Scenario = {
  samples: { 'benign-rst-after-close': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'benign-rst-after-close',
      sameTrace: [],
      why: "Both FINs are acknowledged in this capture as well; the RST repeats the number of the client's last ACK.",
    },
  ],
  control: true,
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    await exchange({ near, far });
    await near.close();
    await far.receiveEnd();
    await stage.pause(0.1);
    await stage.path.rule({ from: 'west', flags: 'A', port: port(80) }, { copy: 0.2 }, 1);
    await far.close();
    await stage.pause(0.5);
  },
};
