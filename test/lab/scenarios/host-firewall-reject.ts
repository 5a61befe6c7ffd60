import { about, port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import { echoes } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';

/** A rule on the server host starts to reject a client's packets (marked with a DSCP); the program goes on talking. */
export const scenario: Scenario = {
  samples: { 'host-firewall-reject-dscp': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'packet-filter',
      cause: 'host-firewall-reject',
      sameTrace: [],
      why: "The server goes on with new data and never acknowledges what was answered; the RST has the server's TTL and not the client's DSCP.",
    },
    echoes('client'),
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8883), { options: [MARKED] });
    await exchange({ near, far });
    await stage.pause(0.5);
    rejectFromClient(stage, 'server', port(8883));
    await near.send(about(40));
    await stage.pause(0.5);
    await far.send(about(60));
    await stage.pause(0.7);
  },
};
