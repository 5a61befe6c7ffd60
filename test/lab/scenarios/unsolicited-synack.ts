import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { CLIENT, SERVER } from '../topology.ts';

/** Backscatter: somebody used the client's address as the source of a SYN, and the server answers the client. */
export const scenario: Scenario = {
  samples: { 'unsolicited-synack': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'client',
      builder: 'stateless-reply',
      cause: 'unsolicited-synack',
      sameTrace: ['client-connect-abandoned'],
      why: 'No SYN of this tuple came by, but it may have taken another way; then the client did ask, and had given up.',
    },
  ],
  async play(stage) {
    const healthy = await open(stage, port(80));
    await exchange(healthy);
    await part(healthy);
    await stage.pause(2);
    const ends = { source: SERVER, source_port: port(443), destination: CLIENT, destination_port: 51515 };
    await stage.server.raw({
      ...ends,
      seq: 0x1a2b3c4d,
      ack: 0x5e6f7081,
      flags: 'SA',
      window: 65535,
      ip_id: 4660,
      tos: 0x20,
    });
    await stage.pause(0.3);
  },
};
