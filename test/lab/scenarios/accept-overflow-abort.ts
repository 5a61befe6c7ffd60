import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { crowd } from '../crowd.ts';
import type { Scenario } from '../scenario.ts';

/** The accept queue of a database is full when a client's handshake ends; the server is told to refuse whom it cannot queue. */
export const scenario: Scenario = {
  samples: { 'accept-overflow-abort': { at: 'server', late: true } },
  elsewhere: [
    {
      at: ['server'],
      from: 'server',
      cause: 'accept-overflow-abort',
      sameTrace: ['listener-closed-during-handshake'],
      why: "The RST answers a correct last step of the handshake at once and copies the client's DSCP, while the service lives on.",
    },
    {
      from: 'server',
      cause: 'accept-overflow-abort',
      sameTrace: ['listener-closed-during-handshake', 'synrecv-bad-ack'],
      why: 'As at the server; but a device between here and there may have changed the number that the client acknowledges.',
    },
  ],
  async play(stage) {
    stage.run('server', 'sysctl', '-q', '-w', 'net.ipv4.tcp_abort_on_overflow=1');
    const { admitted, surplus } = await crowd(stage, port(3306));
    await expectError('ECONNRESET', surplus.receive(1));
    await stage.pause(0.2);
    await admitted.send(about(60));
    await stage.pause(0.3);
  },
};
