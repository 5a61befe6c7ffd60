import { port } from '../chance.ts';
import { exchange, open, part } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A device loses power and comes back with the source port it had: the server still holds the old connection. */
export const scenario: Scenario = {
  samples: { 'synsent-bad-ack-port-reuse': { at: 'client' }, 'synsent-bad-ack-seen-at-server': { at: 'server' } },
  elsewhere: [
    {
      at: ['middle'],
      from: 'client',
      builder: 'stateless-reply',
      cause: 'synsent-bad-ack',
      sameTrace: [],
      why: 'SYN, the ACK with the numbers of the old connection, and a RST with exactly that number, as at both ends.',
    },
  ],
  async play(stage) {
    const old = await open(stage, port(8883), { source_port: port(40001) });
    await exchange(old);
    await old.near.vanish();
    await stage.pause(1);
    const near = await stage.client.connect(SERVER, port(8883), { source_port: port(40001) });
    const renewed = { near, far: await old.listener.accept() };
    await exchange(renewed);
    await part(renewed);
  },
};
