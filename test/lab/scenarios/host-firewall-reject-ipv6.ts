import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** As host-firewall-reject over IPv6, seen at the client: the RST's flow label is 0. */
export const scenario: Scenario = {
  samples: { 'host-firewall-reject-ipv6': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'server',
      builder: 'packet-filter',
      cause: 'host-firewall-reject',
      sameTrace: [],
      why: "Flow label 0, which only a REJECT rule writes, with the server's hop limit.",
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(8883), { address: SERVER6 });
    await exchange({ near, far });
    await stage.pause(0.5);
    rejectFromClient(stage, 'server', port(8883));
    await near.send(about(40));
    await stage.pause(0.5);
  },
};
