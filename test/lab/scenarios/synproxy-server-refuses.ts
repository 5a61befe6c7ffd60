import { port } from '../chance.ts';
import { synproxy } from '../firewall.ts';
import type { Scenario } from '../scenario.ts';
import { SERVER } from '../topology.ts';
import { ANY_REFUSAL } from '../truths.ts';

/** A SYN proxy has let a client in with a cookie, and then learns that nobody listens on the server: it hands the refusal on. */
export const scenario: Scenario = {
  samples: {},
  elsewhere: [
    {
      at: ['server'],
      from: 'server',
      cause: 'port-closed',
      sameTrace: ANY_REFUSAL,
      why: "Behind the proxy its own SYN passes and is refused at once. With DSCP 0 a reject rule builds the same packet; a further balancer may stand behind the proxy's address.",
    },
    {
      at: ['client', 'middle'],
      from: 'server',
      cause: 'proxy-upstream-failure',
      sameTrace: ['app-reject-after-accept', 'linger-zero', 'listener-closed-during-handshake'],
      why: 'The proxy hands the refusal on with translated numbers: they are those of a connection that was just opened, and the window is 0. A host that accepts and drops the client at once leaves the same, if its RSTs lack the time stamps that were negotiated; Linux has them, so that its own ways to abort are out.',
    },
  ],
  async play(stage) {
    synproxy(stage, 'gate', port(443));
    const near = await stage.client.connect(SERVER, port(443));
    await stage.pause(0.3);
    await near.close();
    await stage.pause(0.2);
  },
};
