import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** Three web requests that go well; behind the last, a duplicate of an acknowledgement draws a RST that harms nobody. */
export const scenario: Scenario = {
  samples: { 'healthy-traffic-harmless-rst': { at: 'server', point: { nanoseconds: true } } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'benign-rst-after-close',
      sameTrace: [],
      why: "Both FINs are acknowledged in this capture as well; the RST repeats the number of the client's last ACK.",
    },
  ],
  control: true,
  async play(stage) {
    const first = await open(stage, port(80));
    await exchange(first, 90, 700);
    await part(first);
    for (let visit = 0; visit < 2; visit += 1) {
      await stage.pause(0.3);
      const near = await stage.client.connect(SERVER, port(80));
      const far = await first.listener.accept();
      await exchange({ near, far }, 90, 700);
      await near.close();
      await far.receiveEnd();
      await stage.pause(0.1);
      if (visit === 1) await stage.path.rule({ from: 'west', flags: 'A' }, { copy: 0.15 }, 1);
      await far.close();
    }
    await stage.pause(0.4);
  },
};
