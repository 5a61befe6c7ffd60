import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A box on the path forgets connections after 5 s of silence and answers what comes later with a RST of its own. */
export const scenario: Scenario = {
  samples: { 'middlebox-idle-rst-on-next-packet': { at: 'client' } },
  async play(stage) {
    await stage.path.idle({ seconds: 5, mode: 'on-next', packet: { ttl: 255, ip_id: 0x4d2, dont_fragment: false } });
    const first = await open(stage, port(8883));
    const all = [first];
    for (let device = 0; device < 2; device += 1) {
      const near = await stage.client.connect(SERVER, port(8883));
      all.push({ ...first, near, far: await first.listener.accept() });
    }
    for (const each of all) await exchange(each, 40, 20);
    await stage.pause(4.4);
    const [patient, ...quiet] = all;
    if (patient !== undefined) await exchange(patient, 40, 20);
    await stage.pause(1.1);
    for (const { near } of quiet) {
      await near.send(about(40));
      await expectError('ECONNRESET', near.receive(1));
      await stage.pause(0.4);
    }
    if (patient === undefined) return;
    await exchange(patient, 40, 20);
    await stage.pause(5.6);
    await patient.near.send(about(40));
    await expectError('ECONNRESET', patient.near.receive(1));
  },
};
