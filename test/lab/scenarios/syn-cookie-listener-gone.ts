import { expectError } from '../actor.ts';
import { port } from '../chance.ts';
import { MARKED } from '../conversation.ts';
import type { Scenario, WrittenTruth } from '../scenario.ts';
import { SERVER } from '../topology.ts';
import { replied } from '../truths.ts';

const OPTIONS = { options: [MARKED] };
const REFUSED = replied('TCP_FLAGS', {
  cause: 'listener-closed-during-handshake',
  sameTrace: ['accept-overflow-abort'],
  why: "The client's last step acknowledges the right number and is reset at once, with the client's DSCP: not a filter. The listener that had sent the cookie is gone and its successor believes none; a listener that aborts because its queue is full sends the same.",
});
/** Away from the server the number that reached it is not seen. A device that tests clients would not have copied the DSCP. */
const REFUSED_AFAR: WrittenTruth = {
  ...REFUSED,
  sameTrace: ['accept-overflow-abort', 'synrecv-bad-ack'],
};

/** A service that answers SYNs with cookies restarts during a handshake; the new listener has sent no cookie and believes none. */
export const scenario: Scenario = {
  samples: {
    'syn-cookie-listener-gone': { at: 'server', resets: [REFUSED] },
    'syn-cookie-listener-gone-at-client': { at: 'client', resets: [REFUSED_AFAR] },
  },
  elsewhere: [{ ...REFUSED_AFAR, at: ['middle'] }],
  async play(stage) {
    stage.run('server', 'sysctl', '-q', '-w', 'net.ipv4.tcp_syncookies=2');
    const before = await stage.server.listen(SERVER, port(443));
    await stage.path.delay({ west: 0.1, east: 0.1 });
    const near = await stage.client.connect(SERVER, port(443), { ...OPTIONS, wait: 0 });
    await stage.pause(0.3);
    await before.close();
    const after = await stage.server.listen(SERVER, port(443));
    await expectError('ECONNRESET', near.receive(1));
    await stage.pause(0.2);
    await stage.client.connect(SERVER, port(443), OPTIONS);
    await after.accept();
  },
};
