import { exchange, open } from '../conversation.ts';
import { withMachineSetting } from '../machine-setting.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server closes while the machine may keep no more orphaned connections: one is left over from a client that went silent. */
export const scenario: Scenario = {
  samples: {
    'orphan-limit': { at: 'server', late: true },
    'orphan-limit-seen-at-client': { at: 'client', late: true },
  },
  elsewhere: [
    {
      at: ['server'],
      sample: 'orphan-limit',
      why: 'The older connection, which the late capture lacks, ends in silence: it adds nothing to the FIN and the RST.',
    },
    {
      at: ['client', 'middle'],
      sample: 'orphan-limit-seen-at-client',
      why: 'FIN and RST arrive here as they were sent; the older connection adds nothing.',
    },
  ],
  alone: true,
  async play(stage) {
    const first = await open(stage, 8080);
    await exchange(first);
    await stage.path.rule({ from: 'west', port: first.near.port }, { drop: true });
    await first.far.close();
    // The kernel counts orphans ten times a second (tcp_orphan_update).
    await stage.pause(0.4);
    await stage.startLateRecordings();
    const near = await stage.client.connect(SERVER, 8080);
    const far = await first.listener.accept();
    await exchange({ near, far });
    await stage.pause(0.3);
    await withMachineSetting('tcp_max_orphans', '0', () => far.close());
    await stage.pause(0.2);
  },
};
