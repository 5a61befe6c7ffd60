import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { taggedCopies } from '../rewrite.ts';
import type { Scenario } from '../scenario.ts';
import { replied } from '../truths.ts';

const VLAN = 42;
const LATER_US = 9;
const LATE = replied('TCP_TIMEWAIT_SOCKET', {
  cause: 'late-data-after-close',
  why: 'The request came half a second after the FIN, which the client had acknowledged; the RST answers exactly it. The tagged frame is the same packet, seen on the trunk.',
});

/** A mirror of an access port and of its trunk: every packet untagged, then with a VLAN tag. Made from a recording by adding tagged copies. */
export const scenario: Scenario = {
  samples: {
    'vlan-copies': { at: 'server', rewrite: taggedCopies(VLAN, LATER_US), resets: [LATE, LATE] },
  },
  elsewhere: [{ sample: 'vlan-copies', why: 'One sight of each packet, and the same packets.' }],
  async play(stage) {
    const { near, far } = await open(stage, port(80));
    await exchange({ near, far });
    await stage.pause(0.5);
    await far.close();
    await stage.pause(0.5);
    await near.send(300);
    await stage.pause(0.3);
  },
};
