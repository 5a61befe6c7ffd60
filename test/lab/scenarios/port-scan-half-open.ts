import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A run of nmap looks for open ports with SYNs of its own making; its host, which knows nothing of them, resets what answers. */
export const scenario: Scenario = {
  samples: { 'port-scan-half-open': { at: 'server' } },
  elsewhere: [
    {
      cause: 'port-scan',
      sameTrace: [],
      why: "SYNs that no operating system makes, to 13 ports of one host from one source port within moments; the RSTs are the closed ports' answers and the scanner's own host resetting what answers.",
    },
  ],
  async play(stage) {
    await stage.server.listen(SERVER, 22);
    await stage.server.listen(SERVER, 443);
    stage.run('client', 'nmap', '-n', '-Pn', '-r', '-sS', '-p', '20-29,80,443,8080', SERVER);
  },
};
