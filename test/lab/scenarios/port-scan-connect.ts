import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A run of nmap looks for open ports by connecting, and drops each connection as soon as it is open. */
export const scenario: Scenario = {
  samples: { 'port-scan-connect': { at: 'server' } },
  elsewhere: [
    {
      cause: 'port-scan',
      sameTrace: [],
      why: 'Connections to 13 ports of one host within moments; those that open are dropped without a byte.',
    },
  ],
  async play(stage) {
    await stage.server.listen(SERVER, 22);
    await stage.server.listen(SERVER, 443);
    stage.run('client', 'nmap', '-n', '-Pn', '-r', '-sT', '-p', '20-29,80,443,8080', SERVER);
  },
};
