import { port } from '../chance.ts';
import { exchange, open } from '../conversation.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';
import { forged, replied } from '../truths.ts';

const EXPIRED = forged({
  cause: 'middlebox-idle-timeout-rst',
  why: "In the client's name, 3 s after the last packet of its connection, answering nothing, on both connections alike; its TTL and IP ID are not the client's.",
});

/** A box resets only the server of a connection that was silent for 3 s; the client finds out when it speaks again. */
export const scenario: Scenario = {
  samples: {
    'middlebox-idle-server-only': {
      at: 'server',
      resets: [
        EXPIRED,
        EXPIRED,
        replied('TCP_FLAGS', {
          cause: 'segment-after-reset',
          why: "Answers data of a client that was told nothing; the server's connection had ended with the box's RST.",
        }),
      ],
    },
    'middlebox-idle-server-only-at-client': {
      at: 'client',
      resets: [
        replied('TCP_FLAGS', {
          cause: 'middlebox-idle-timeout-rst',
          sameTrace: [
            'state-lost-listener-up',
            'state-lost-no-listener',
            'nat-rebind',
            'conntrack-leak',
            'lb-rehash',
            'failover-vip-move',
            'silent-giveup-then-late',
            'host-firewall-reject',
          ],
          why: "The box took the connection from the server, but its RST never passed here: from the client a server without state or one that gave up in silence, a changed address outside, another server or a box that answers by itself look the same, and without a DSCP to copy so does the host's filter.",
        }),
      ],
    },
  },
  elsewhere: [
    {
      at: ['middle'],
      sample: 'middlebox-idle-server-only',
      why: 'The box lies on the side of the client: its RSTs and their echo pass here as at the server.',
    },
  ],
  async play(stage) {
    await stage.path.idle({ seconds: 3, mode: 'at-expiry', ends: ['east'], packet: { ttl: 255, ip_id: 0x1f00 } });
    const first = await open(stage, port(1521));
    await exchange(first);
    await stage.pause(0.6);
    const near = await stage.client.connect(SERVER, port(1521));
    const second = { near, far: await first.listener.accept() };
    await exchange(second);
    await stage.pause(4);
    await stage.path.idle({ seconds: 60, mode: 'silent' });
    await first.near.send(60);
    await stage.pause(0.4);
  },
};
