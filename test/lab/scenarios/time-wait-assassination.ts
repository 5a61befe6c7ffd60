import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { replied } from '../truths.ts';

const STRAY = replied('NO_SOCKET', {
  cause: 'benign-rst-after-close',
  why: "Both sides had closed and each FIN was acknowledged. An old duplicate of the client's data reached the server in TIME-WAIT, which answers with an ACK; the client has no connection any more and resets that ACK. Nothing is lost.",
});

/** An old duplicate reaches a connection in TIME-WAIT, which answers with an ACK; the other end has long forgotten and resets that (RFC 1337). */
export const scenario: Scenario = {
  samples: {
    'time-wait-assassination': { at: 'server', resets: [STRAY] },
    'time-wait-assassination-at-client': { at: 'client', resets: [STRAY] },
  },
  elsewhere: [{ at: ['middle'], sample: 'time-wait-assassination', why: 'The same packets pass here.' }],
  async play(stage) {
    const { near, far } = await open(stage, port(8080));
    await exchange({ near, far }, 60, 60);
    await stage.path.rule({ from: 'west', payload: true }, { copy: 1 }, 1);
    await exchange({ near, far }, 40, 40);
    await far.close();
    await near.receiveEnd();
    await near.close();
    await stage.pause(1.6);
  },
};
