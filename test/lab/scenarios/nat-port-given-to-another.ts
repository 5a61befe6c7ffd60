import { port } from '../chance.ts';
import { exchange, MARKED, open } from '../conversation.ts';
import { publicAddress } from '../nat.ts';
import type { Scenario } from '../scenario.ts';
import { PUBLIC, SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const REJECTED = replied('TCP_INVALID_ACK_SEQUENCE', {
  cause: 'synsent-bad-ack',
  why: 'The SYN draws a challenge ACK with the numbers of the older connection; the RST carries just that number, and the repeated SYN is accepted. To the server both devices are one address and port.',
});

/** A device loses power; the NAT gives its public port to the next one, whose SYN meets a connection that the server still holds. */
export const scenario: Scenario = {
  samples: {
    'nat-port-given-to-another': {
      at: 'server',
      resets: [REJECTED],
    },
  },
  elsewhere: [REJECTED],
  async play(stage) {
    publicAddress(stage, `${PUBLIC}:40000`);
    const old = await open(stage, port(8883), { options: [MARKED] });
    await exchange(old);
    await old.near.vanish();
    await stage.pause(1);
    publicAddress(stage, `${PUBLIC}:40000`);
    const near = await stage.client.connect(SERVER, port(8883), { options: [MARKED] });
    await exchange({ near, far: await old.listener.accept() });
    await stage.pause(0.2);
  },
};
