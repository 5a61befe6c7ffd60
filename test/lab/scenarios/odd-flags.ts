import { exchange, MARKED, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { CLIENT, SERVER } from '../topology.ts';

/** DSCP CS1, as MARKED sets it on sockets. */
const TOS = 0x20;

/** A scanner sends NULL, FIN, XMAS and SYN+FIN segments to a closed port, and the same to an open one, which stays silent. */
export const scenario: Scenario = {
  samples: { 'odd-flags': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'odd-flags',
      why: 'The crafted segments and the answers with their copied DSCP pass here unchanged.',
    },
  ],
  async play(stage) {
    const conversation = await open(stage, 443, { options: [MARKED] });
    await exchange(conversation);
    for (const destination_port of [8080, 443]) {
      for (const [index, flags] of ['', 'F', 'FPU', 'FS'].entries()) {
        await stage.client.raw({
          source: CLIENT,
          source_port: 40_000 + index,
          destination: SERVER,
          destination_port,
          seq: 1_000_000 + index,
          flags,
          window: 1024,
          tos: TOS,
        });
        await stage.pause(0.15);
      }
    }
    await part(conversation);
  },
};
