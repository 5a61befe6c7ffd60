import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A box on the path resets both ends of a connection as soon as it has been silent for 4 s. */
export const scenario: Scenario = {
  samples: {
    'middlebox-idle-rst-at-expiry': { at: 'client' },
    'middlebox-idle-rst-at-expiry-server-side': { at: 'server' },
  },
  elsewhere: [
    {
      at: ['middle'],
      from: 'client',
      builder: 'foreign',
      cause: 'middlebox-idle-timeout-rst',
      sameTrace: [],
      why: "Nothing caused it but the silence, equally long on both connections, and its TTL and IP ID are not the client's.",
    },
  ],
  async play(stage) {
    await stage.path.idle({ seconds: 4, mode: 'at-expiry', packet: { ttl: 128, ip_id: 0x1f00 } });
    const first = await open(stage, port(1521));
    await exchange(first);
    await stage.pause(0.7);
    const near = await stage.client.connect(SERVER, port(1521));
    const second = { ...first, near, far: await first.listener.accept() };
    await exchange(second);
    await stage.pause(2.5);
    await exchange(second, 60, 60);
    await stage.pause(5);
  },
};
