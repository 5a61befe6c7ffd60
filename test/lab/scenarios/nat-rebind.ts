import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { OTHER_PUBLIC, PUBLIC, SERVER } from '../topology.ts';

/** The customer's router changes its public address during a connection; the server has never heard of the new one. */
export const scenario: Scenario = {
  samples: { 'nat-rebind-new-address': { at: 'server' }, 'nat-rebind-seen-at-client': { at: 'client' } },
  elsewhere: [
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
    await exchange(old);
    await stage.pause(1);
    await exchange(old, 40, 20);
    await stage.pause(2);
    publicAddress(stage, OTHER_PUBLIC);
    await old.near.send(about(40));
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.3);
    const near = await stage.client.connect(SERVER, port(8883), { options: [MARKED] });
    const renewed = { near, far: await old.listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
