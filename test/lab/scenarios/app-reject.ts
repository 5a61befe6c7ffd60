import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';

/** A service at its limit: it accepts each client and closes at once, without reading what the client had already sent. */
export const scenario: Scenario = {
  samples: { 'app-reject-after-accept': { at: 'server' } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'app-reject-after-accept',
      why: 'The same three connections pass here, each reset before the server had said a word; the window that tells of unread data is in the RST itself.',
    },
  ],
  async play(stage) {
    const listener = await stage.server.listen(SERVER, 1883);
    for (let each = 0; each < 3; each += 1) {
      const near = await stage.client.connect(SERVER, 1883);
      await near.send(58);
      await stage.pause(0.04);
      await (await listener.accept()).close();
      await stage.pause(0.5);
    }
  },
};
