import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import { FORGOTTEN_OR_REFUSED } from '../look-alikes.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC } from '../topology.ts';

/** The customer's router forgets its translations and gives the live connection another port of the same address. */
export const scenario: Scenario = {
  samples: { 'nat-rebind-new-port': { at: 'server' } },
  elsewhere: [
    {
      at: ['client'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'nat-rebind',
      sameTrace: FORGOTTEN_OR_REFUSED,
      why: "At the client the tuple never changes. No DSCP tells the host's TCP from a filter or a box, and nobody tries again.",
    },
    {
      at: ['middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'nat-rebind',
      sameTrace: [],
      why: 'Behind the translator the new port continues the numbers that the server chose, as at the server.',
    },
  ],
  async play(stage) {
    publicAddress(stage, `${PUBLIC}:20000-20999`);
    const old = await open(stage, port(8883));
    await exchange(old);
    await stage.pause(2);
    publicAddress(stage, `${PUBLIC}:21000-21999`);
    await old.near.send(about(40));
    await expectError('ECONNRESET', old.near.receive(1));
  },
};
