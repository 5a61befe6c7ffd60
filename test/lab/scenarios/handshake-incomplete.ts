import { expectError } from '../actor.ts';
import { about, port } from '../chance.ts';
import { crowd } from '../crowd.ts';
import type { Scenario } from '../scenario.ts';

/**
 * The accept queue of a service is full when a client's handshake ends, and the client's ACK is ignored. It believes to be
 * connected and sends its request; the server repeats its SYN-ACK once, gives the handshake up 3 s after the SYN, and the
 * next retransmission of the request meets the bare listener.
 */
export const scenario: Scenario = {
  samples: { 'handshake-incomplete-on-server': { at: 'server', late: true } },
  elsewhere: [
    {
      from: 'server',
      builder: 'stateless-reply',
      cause: 'handshake-incomplete-on-server',
      sameTrace: [],
      why: "The SYN-ACK is repeated after the client's ACK and data, no byte of the request is ever acknowledged, and a later copy of it is refused.",
    },
  ],
  async play(stage) {
    const settings = ['net.ipv4.tcp_abort_on_overflow=0', 'net.ipv4.tcp_synack_retries=1'];
    stage.run('server', 'sysctl', '-q', '-w', ...settings);
    const { admitted, surplus } = await crowd(stage, port(8080));
    await surplus.send(about(120));
    await expectError('ECONNRESET', surplus.receive(1));
    await stage.pause(0.2);
    await admitted.send(about(120));
    await stage.pause(0.3);
  },
};
