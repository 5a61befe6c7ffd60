import { MARKED } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** What the firewall adds to the server's numbers: far more than any window, as a random number is. */
const OFFSET = 0x2c0ffee1;

/**
 * A firewall puts random numbers in place of the server's, but sees only what the server sends: what the client sends takes another
 * way and keeps them. The server rejects each acknowledgement; the client rejects each RST, because that is shifted once more.
 */
export const scenario: Scenario = {
  samples: {
    'seq-rewrite-one-way': { at: 'server' },
    'seq-rewrite-one-way-seen-at-client': { at: 'client' },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'seq-rewrite-one-way',
      why: 'The box lies between the client and this capture: the numbers here are those that the server sees.',
    },
  ],
  async play(stage) {
    await stage.server.listen(SERVER, 443);
    await stage.path.rule({ from: 'east' }, { shift: OFFSET });
    const near = await stage.client.connect(SERVER, 443, { options: [MARKED] });
    await stage.pause(0.1);
    await near.send(120);
    await stage.pause(1.2);
    await near.vanish();
  },
};
