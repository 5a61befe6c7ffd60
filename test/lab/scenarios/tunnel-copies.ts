import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import { tunnelCopies } from '../rewrite.ts';
import type { Scenario } from '../scenario.ts';
import { OTHER_PUBLIC, PUBLIC, SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const NETWORK = 5001;
const LATER_US = 22;
const MOVED = replied('TCP_FLAGS', {
  cause: 'nat-rebind',
  why: 'An orphan segment continues the numbers of the older tuple, also those that the server chose, from another address. Each packet is there again inside VXLAN: that is the same packet, not the proof.',
});

/** A capture on all devices of a tunnel's end, while a client's public address changes: every packet plain and inside VXLAN. Made from a recording. */
export const scenario: Scenario = {
  samples: { 'tunnel-copies': { at: 'server', rewrite: tunnelCopies(NETWORK, LATER_US), resets: [MOVED, MOVED] } },
  elsewhere: [
    { at: ['middle', 'server'], sample: 'tunnel-copies', why: 'One sight of each packet, and the same packets.' },
  ],
  async play(stage) {
    publicAddress(stage, PUBLIC);
    const old = await open(stage, port(8883), { options: [MARKED] });
    await exchange(old);
    await stage.pause(0.5);
    await exchange(old, 40, 20);
    await stage.pause(0.5);
    publicAddress(stage, OTHER_PUBLIC);
    await old.near.send(40);
    await expectError('ECONNRESET', old.near.receive(1));
    const near = await stage.client.connect(SERVER, port(8883), { options: [MARKED] });
    await exchange({ near, far: await old.listener.accept() });
    await stage.pause(0.2);
  },
};
