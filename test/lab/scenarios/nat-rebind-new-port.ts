import { expectError } from '../actor.ts';
import { exchange, open } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC } from '../topology.ts';

/** The customer's router forgets its translations and gives the live connection another port of the same address. */
export const scenario: Scenario = {
  samples: { 'nat-rebind-new-port': { at: 'server' } },
  async play(stage) {
    publicAddress(stage, `${PUBLIC}:20000-20999`);
    const old = await open(stage, 8883);
    await exchange(old);
    await stage.pause(2);
    publicAddress(stage, `${PUBLIC}:21000-21999`);
    await old.near.send(40);
    await expectError('ECONNRESET', old.near.receive(1));
  },
};
