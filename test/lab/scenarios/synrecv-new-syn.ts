import type { Scenario } from '../scenario.ts';
import { CLIENT, SERVER } from '../topology.ts';

/**
 * Two devices behind one address use the same port at once, as behind a translator that gave it out twice: the second SYN comes while
 * the first handshake is still open, with a number inside its window. The client's host keeps silent about what it did not ask for.
 */
export const scenario: Scenario = {
  samples: { 'synrecv-syn-in-window': { at: 'server' } },
  elsewhere: [
    {
      cause: 'synrecv-syn-in-window',
      sameTrace: [],
      why: "Two SYNs with different numbers on the same addresses and ports, the second inside the window of the open handshake; the RST refuses the second, and its copied DSCP says that the host's TCP did.",
    },
  ],
  async play(stage) {
    stage.nft(
      'client',
      `table ip quiet {
  chain output {
    type filter hook output priority filter
    tcp flags & rst == rst drop
  }
}`,
    );
    await stage.server.listen(SERVER, 443);
    const ends = { source: CLIENT, source_port: 40001, destination: SERVER, destination_port: 443 };
    const syn = { ...ends, flags: 'S', window: 64240, tos: 0x20 } as const;
    await stage.client.raw({ ...syn, seq: 0x5eed0000 });
    await stage.pause(0.2);
    await stage.client.raw({ ...syn, seq: 0x5eed0000 + 1200 });
    await stage.pause(0.3);
  },
};
