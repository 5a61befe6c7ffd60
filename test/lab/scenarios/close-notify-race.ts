import { about, port } from '../chance.ts';
import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** TLS: the server says goodbye (close_notify, FIN); the client has all it wanted and closes without reading that. */
export const scenario: Scenario = {
  samples: { 'close-notify-race': { at: 'client' } },
  elsewhere: [
    {
      at: ['middle', 'server'],
      from: 'client',
      builder: 'live-socket',
      cause: 'close-notify-race',
      sameTrace: [],
      why: "The client's live socket gives up after the server's FIN, which came with a last short TLS record; everything before was acknowledged.",
    },
  ],
  async play(stage) {
    const { near, far } = await open(stage, port(443));
    const [client, server] = await Promise.all([near.tls(), far.tls(stage.certificate())]);
    await client.send('GET / HTTP/1.1\r\nHost: server.example\r\n\r\n');
    await server.receive(40);
    await server.send(about(300));
    await client.receive(about(300));
    await server.tlsGoodbye();
    await server.close();
    await stage.pause(0.3);
    await client.close();
  },
};
