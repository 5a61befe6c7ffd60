import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import { FORGOTTEN } from '../look-alikes.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { OTHER_PUBLIC, PUBLIC, SERVER } from '../topology.ts';

const HEARTBEAT_SECONDS = 2;

/** A device sends heartbeats through a NAT whose public address changes in mid-session; it reconnects at once. */
export const scenario: Scenario = {
  samples: { demo: { at: 'server' } },
  elsewhere: [
    {
      at: ['client'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'nat-rebind',
      sameTrace: FORGOTTEN,
      why: "At the client the tuple never changes. The copied DSCP says that a Linux TCP built it, at the server's distance; where the state was lost cannot be seen from here.",
    },
    {
      at: ['middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'nat-rebind',
      sameTrace: [],
      why: 'Behind the translator the new address continues the numbers that the server chose, as at the server.',
    },
  ],
  async play(stage) {
    publicAddress(stage, PUBLIC);
    const old = await open(stage, port(8883), { options: [MARKED] });
    await exchange(old, 180, 4);
    for (let beat = 0; beat < 4; beat += 1) {
      await stage.pause(HEARTBEAT_SECONDS);
      await exchange(old, 48, 4);
    }
    publicAddress(stage, OTHER_PUBLIC);
    await stage.pause(HEARTBEAT_SECONDS);
    await old.near.send(about(48));
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.5);
    const near = await stage.client.connect(SERVER, port(8883), { options: [MARKED] });
    const renewed = { near, far: await old.listener.accept() };
    await exchange(renewed, 180, 4);
    for (let beat = 0; beat < 2; beat += 1) {
      await stage.pause(HEARTBEAT_SECONDS);
      await exchange(renewed, 48, 4);
    }
    await part(renewed);
  },
};
