import { expectError } from '../actor.ts';
import { MARKED } from '../conversation.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { SERVER } from '../topology.ts';

const OPTIONS = { options: [MARKED] } as const;

/** The next client finds the port closed. */
async function refused({ client }: Stage, port: number): Promise<void> {
  await expectError('ECONNREFUSED', client.connect(SERVER, port, OPTIONS));
}

/**
 * Two services stop listening while a client connects: one connection waits to be accepted, the other still lacks the last step
 * of its handshake, which is late.
 */
export const scenario: Scenario = {
  samples: { 'listener-closed-during-handshake': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'listener-closed-during-handshake',
      why: 'Nothing was sent or received before, and the next SYN is refused: the same packets as at the server.',
    },
  ],
  async play(stage) {
    const queued = await stage.server.listen(SERVER, 8080);
    const waiting = await stage.client.connect(SERVER, 8080, OPTIONS);
    await stage.pause(0.3);
    await queued.close();
    await expectError('ECONNRESET', waiting.receive(1));
    await refused(stage, 8080);

    const half = await stage.server.listen(SERVER, 8081);
    await stage.path.rule({ from: 'west', flags: 'A', port: 8081 }, { hold: 0.3 }, 1);
    const late = await stage.client.connect(SERVER, 8081, OPTIONS);
    await half.close();
    await expectError('ECONNRESET', late.receive(1));
    await refused(stage, 8081);
  },
};
