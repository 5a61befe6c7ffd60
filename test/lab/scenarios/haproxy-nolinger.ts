import { port } from '../chance.ts';
import type { Scenario } from '../scenario.ts';
import { get, startHaproxy } from '../servers.ts';
import { SERVER } from '../topology.ts';
import { aborted, replied } from '../truths.ts';

const DROPPED = aborted('TCP_STATE', {
  cause: 'linger-zero',
  sameTrace: ['close-with-unread-data', 'disconnect-unspec', 'orphan-or-memory-limit'],
  why: 'The answer, a FIN from shutdown() and, with SO_LINGER 0, the RST of close() leave within 50 µs. One call that meets unread data after shutdown(), connect(AF_UNSPEC) or a host over its limit of orphans write the same; an operator is never that fast.',
});
const ECHO = replied('TCP_FLAGS', {
  cause: 'segment-after-reset',
  why: "The client's ACK of the answer was on its way when the socket was gone; the listener rejects it.",
});

/** HAProxy with `option nolinger` answers a request itself and ends the connection with a RST where others send a FIN only. */
export const scenario: Scenario = {
  samples: { 'haproxy-nolinger': { at: 'server', resets: [DROPPED, ECHO] } },
  elsewhere: [
    {
      at: ['client', 'middle'],
      sample: 'haproxy-nolinger',
      why: 'Numbers, time stamps, IP ID and window of the live socket reach the other vantages unchanged. FIN and RST stay microseconds apart.',
    },
  ],
  async play(stage) {
    const answer = 'http-request return status 200 content-type text/plain string well';
    const options = 'option nolinger\n  option httpclose';
    const web = `frontend web\n  mode http\n  bind ${SERVER}:${port(80)}\n  ${options}\n  ${answer}`;
    await startHaproxy(stage, 'server', port(80), web);
    const near = await stage.client.connect(SERVER, port(80));
    await near.send(get('/'));
    await stage.pause(0.5);
  },
};
