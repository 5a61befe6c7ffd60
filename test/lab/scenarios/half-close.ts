import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** The server ends its own direction only (shutdown); the client goes on sending, which is legal. */
export const scenario: Scenario = {
  samples: { 'half-close-no-rst': { at: 'client' } },
  control: true,
  async play(stage) {
    const { near, far } = await open(stage, port(9000));
    await far.send(about(200));
    await far.finish();
    await near.receive(about(200));
    await near.receiveEnd();
    await near.send(about(500));
    await far.receive(about(500));
    await stage.pause(0.2);
    await near.close();
    await far.receiveEnd();
    await far.close();
  },
};
