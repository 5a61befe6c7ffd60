import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { rejectFromServer } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { filtered, replied } from '../truths.ts';

const ECHO = replied('TCP_FLAGS', {
  cause: 'segment-after-reset',
  why: "The server's connection ended with the router's RST; this one answers data of a client that was told nothing.",
});

/** A router begins to reject what the server sends: the server is reset in the name of a client that goes on talking. */
export const scenario: Scenario = {
  samples: {
    'path-firewall-rejects-replies': {
      at: 'server',
      resets: [
        filtered('middlebox', {
          cause: 'path-firewall-reject',
          why: "Answers the server's data in the client's name, sooner than the client ever did and with TTL 63 where the client's packets arrive with 61; the client goes on with new data that does not acknowledge it.",
        }),
        ECHO,
        ECHO,
      ],
    },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'path-firewall-rejects-replies',
      why: "On the router's own cable: its RST has crossed no router yet (TTL 64), while the packets of the client that it names have crossed two; the client goes on.",
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8883));
    for (let beat = 0; beat < 3; beat += 1) {
      await exchange({ near, far }, 40, 20);
      await stage.pause(0.3);
    }
    rejectFromServer(stage, 'core', port(8883));
    await far.send(60);
    await stage.pause(0.4);
    // The server's RST does not pass the router: the client sends this twice before the recording ends.
    await near.send(40);
    await stage.pause(0.05);
  },
};
