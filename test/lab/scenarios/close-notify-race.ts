import { open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';

/** TLS: the server says goodbye (close_notify, FIN); the client has all it wanted and closes without reading that. */
export const scenario: Scenario = {
  samples: { 'close-notify-race': { at: 'client' } },
  async play(stage) {
    const { near, far } = await open(stage, 443);
    const [client, server] = await Promise.all([near.tls(), far.tls(stage.certificate())]);
    await client.send('GET / HTTP/1.1\r\nHost: server.example\r\n\r\n');
    await server.receive(40);
    await server.send(300);
    await client.receive(300);
    await server.tlsGoodbye();
    await server.close();
    await stage.pause(0.3);
    await client.close();
  },
};
