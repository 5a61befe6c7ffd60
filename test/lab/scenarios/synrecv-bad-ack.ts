import { expectError } from '../actor.ts';
import { MARKED } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A second device answers for the server's address, and sooner: the client acknowledges its SYN-ACK, and the server gets that ACK. */
export const scenario: Scenario = {
  samples: { 'synrecv-bad-ack': { at: 'server' }, 'synrecv-bad-ack-seen-at-client': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'synrecv-bad-ack',
      why: 'The first of the two SYN-ACKs went to the client only, as at the server.',
    },
  ],
  async play(stage) {
    await stage.server.listen(SERVER, 443);
    // The program must have heard that it is connected before the server's RST comes.
    await stage.path.delay({ west: 0.1, east: 0.1 });
    const answer = { to: 'west', flags: 'SA', plus: 0x5eed1234, window: 64240, ttl: 64 } as const;
    await stage.path.rule({ from: 'west', flags: 'S' }, { inject: [answer] }, 1);
    const near = await stage.client.connect(SERVER, 443, { options: [MARKED] });
    await expectError('ECONNRESET', near.receive(1));
    await stage.pause(0.2);
  },
};
