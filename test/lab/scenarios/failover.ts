import { expectError } from '../actor.ts';
import { exchange, MARKED, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The active machine of a pair fails; the standby takes over its address on the same link and knows none of its connections. */
export const scenario: Scenario = {
  samples: { 'failover-vip-move': { at: 'server' }, 'failover-seen-at-client': { at: 'client' } },
  elsewhere: [
    { at: ['middle'], sample: 'failover-seen-at-client', why: 'Routers on the way hide which network card answers.' },
  ],
  async play(stage) {
    const old = await open(stage, 5432, { options: [MARKED] });
    await exchange(old);
    await stage.pause(0.5);
    const standby = await stage.failOver();
    const listener = await standby.listen(SERVER, 5432);
    await stage.pause(1);
    await old.near.send(120);
    await expectError('ECONNRESET', old.near.receive(1));
    await stage.pause(0.2);
    const near = await stage.client.connect(SERVER, 5432, { options: [MARKED] });
    const renewed = { near, far: await listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
