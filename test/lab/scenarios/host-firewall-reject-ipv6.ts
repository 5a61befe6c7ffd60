import { exchange, open } from '../conversation.ts';
import { rejectFromClient } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER6 } from '../topology.ts';

/** As host-firewall-reject over IPv6, seen at the client: the RST's flow label is 0. */
export const scenario: Scenario = {
  samples: { 'host-firewall-reject-ipv6': { at: 'client' } },
  async play(stage) {
    const { near, far } = await open(stage, 8883, { address: SERVER6 });
    await exchange({ near, far });
    await stage.pause(0.5);
    rejectFromClient(stage, 'server', 8883);
    await near.send(40);
    await stage.pause(0.5);
  },
};
