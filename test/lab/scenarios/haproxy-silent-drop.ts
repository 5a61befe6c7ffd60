import { port } from '../chance.ts';
import { MARKED } from '../conversation.ts';
import { FORGOTTEN } from '../look-alikes.ts';
import type { Scenario } from '../scenario.ts';
import { startHaproxy } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const OPTIONS = { options: [MARKED] };

/** HAProxy frees unwanted connections without a word (`silent-drop`); one client says nothing, one sends a request into the void. */
export const scenario: Scenario = {
  samples: {
    'haproxy-silent-drop': {
      at: 'server',
      resets: [
        replied('TCP_FLAGS', {
          cause: 'state-lost-listener-up',
          sameTrace: ['handshake-incomplete-on-server'],
          why: "The client's last ACK drew nothing, and 1.6 s later the first request draws the stateless answer of a listener, with the client's DSCP; a later client is welcome. The server had forgotten the connection (TCP_REPAIR leaves nothing on the wire); one that had never counted it as complete, as with SYN cookies or TCP_DEFER_ACCEPT, need not repeat its SYN-ACK and would answer the same.",
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['client', 'middle'],
      from: 'server',
      builder: 'stateless-reply',
      cause: 'state-lost-listener-up',
      sameTrace: [...FORGOTTEN, 'handshake-incomplete-on-server'],
      why: "The copied DSCP says that a Linux TCP built it, at the server's distance; where the state was lost cannot be seen from here. Nor does it show whether the server ever took the last step of the handshake.",
    },
  ],
  async play(stage) {
    const rule = 'tcp-request connection silent-drop';
    const service = `listen db\n  bind ${SERVER}:${port(3306)}\n  ${rule}\n  server one 127.0.0.1:3307`;
    await startHaproxy(stage, 'server', port(3306), service);
    await stage.client.connect(SERVER, port(3306), OPTIONS);
    const near = await stage.client.connect(SERVER, port(3306), OPTIONS);
    await stage.pause(1.6);
    await near.send(60);
    await stage.pause(0.4);
    await stage.client.connect(SERVER, port(3306), OPTIONS);
    await stage.pause(0.2);
  },
};
