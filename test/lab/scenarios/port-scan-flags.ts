import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A run of nmap sends segments that no connection begins with: a FIN alone, FIN+PSH+URG, none at all. Closed ports answer, open ones do not. */
export const scenario: Scenario = {
  samples: { 'port-scan-flags': { at: 'server' } },
  elsewhere: [
    {
      cause: 'port-scan',
      sameTrace: [],
      why: 'One client sends segments that begin no connection to several ports; the closed ones answer.',
    },
  ],
  async play(stage) {
    await stage.server.listen(SERVER, 22);
    for (const kind of ['-sF', '-sX', '-sN'])
      stage.run('client', 'nmap', '-n', '-Pn', '-r', kind, '--max-retries', '0', '-p', '20-24', SERVER);
  },
};
