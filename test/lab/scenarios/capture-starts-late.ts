import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { withoutFirst } from '../rewrite.ts';
import type { Scenario } from '../scenario.ts';
import { aborted } from '../truths.ts';

/** Frames of handshake and first exchange. */
const MISSED = 7;

/** A capture that was started in mid-connection, without handshake, when a client cancels a download. Made from a recording without its first frames. */
export const scenario: Scenario = {
  samples: {
    'capture-starts-late': {
      at: 'client',
      rewrite: withoutFirst(MISSED),
      resets: [
        aborted('TCP_ABORT_ON_CLOSE', {
          cause: 'client-abort',
          why: "The client's live socket gives up with data of the server unread: its own time stamps, next IP ID and numbers. That window scale and options of the handshake are unknown changes nothing of that.",
        }),
      ],
    },
  },
  elsewhere: [{ sample: 'capture-starts-late', why: 'With its beginning the capture says no less.' }],
  async play(stage) {
    const { near, far } = await open(stage, port(443));
    await exchange({ near, far });
    await stage.pause(0.3);
    await near.send(80);
    await far.receive(80);
    await far.send(3000);
    await stage.pause(0.2);
    await near.close();
    await stage.pause(0.2);
  },
};
