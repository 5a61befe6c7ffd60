import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** The server closed first and keeps the pair of ports in TIME-WAIT; the client's next SYN from the same port is newer and is let in. */
export const scenario: Scenario = {
  samples: { 'time-wait-reuse-no-rst': { at: 'server', resets: [] } },
  async play(stage) {
    const first = await open(stage, port(8080), { source_port: 40001 });
    await exchange(first);
    await first.far.close();
    await first.near.receiveEnd();
    await first.near.close();
    await stage.pause(1.5);
    const near = await stage.client.connect(SERVER, port(8080), { source_port: 40001 });
    const second = { near, far: await first.listener.accept() };
    await exchange(second);
    await part(second);
  },
};
