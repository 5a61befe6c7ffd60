import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';
import { filtered, replied } from '../truths.ts';

const ECHO = replied('NO_SOCKET', {
  cause: 'segment-after-reset',
  why: "The client's connection ended with the router's RST; this one answers data that the server went on sending.",
});

/** IPv6: a router of the carrier begins to reject a client in mid-connection; the server goes on talking. */
export const scenario: Scenario = {
  samples: {
    'path-firewall-reject-ipv6': {
      at: 'client',
      resets: [
        filtered('middlebox', {
          cause: 'path-firewall-reject',
          why: "Hop limit two more than the server's, flow label 0, and the server goes on with new data that does not acknowledge the segment that was answered: a router in between took it.",
        }),
        ECHO,
        ECHO,
      ],
    },
  },
  async play(stage) {
    const { near, far } = await open(stage, port(8883), { address: SERVER6 });
    for (let beat = 0; beat < 3; beat += 1) {
      await exchange({ near, far }, 40, 20);
      await stage.pause(0.3);
    }
    rejectFromClient(stage, 'core', port(8883));
    await near.send(40);
    await stage.pause(0.4);
    // The client's RST does not pass the router: the server sends this twice before the recording ends.
    await far.send(60);
    await stage.pause(0.05);
  },
};
