import { defineCause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading } from '../model/reading.ts';
import { nothingSaid, waysToAbort } from './shared/aborts.ts';

/** A program that refuses without thinking does so within this time after it could; beyond one round trip. */
const AT_ONCE_US = 100_000;
/** So many other connections of the service must have met the same before it is called a rule. */
const OTHERS = 2;

/**
 * The service accepted the connection and dropped it at once, without a byte: a limit, an access list, a protocol that it does not
 * speak. A close with the request unread is how, not why; several connections that meet the same show the rule.
 */
export default defineCause({
  id: 'app-reject-after-accept',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['RFC 9293 §3.6.1', 'RFC 2525 §2.17', 'hosts_access(5)', 'HAProxy, tcp-request connection reject'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    abortNumbers: 'required',
    nothingSaid: { bearing: 'required', facts: { frame: 'frame' } },
    atOnce: { bearing: 'required', facts: { frame: 'frame', delay: 'duration' } },
    othersRefused: { bearing: 'strong', facts: { frames: 'frames', count: 'count' } },
    requestWaiting: { bearing: 'weak', facts: { frame: 'frame', bytes: 'bytes' } },
    senderIsClient: 'excludes',
    senderFin: 'against',
    receiverFin: 'excludes',
    probes: 'excludes',
    foreign: 'excludes',
  },
  read: (evidence) => {
    const { unread, neighbours } = evidence;
    const others = neighbours.sameRefusal;
    return {
      nothingSaid: nothingSaid(evidence),
      atOnce: atOnce(evidence),
      othersRefused: others.length > 0 ? { frames: others, count: others.length } : absent,
      requestWaiting:
        unread.unanswered === null ? absent : { frame: unread.unanswered.frame, bytes: unread.unansweredBytes },
    };
  },
  sameTrace: (evidence) => [
    'proxy-upstream-failure',
    ...(evidence.neighbours.sameRefusal.length >= OTHERS
      ? []
      : [...waysToAbort(evidence).filter((id) => id !== 'app-idle-or-request-timeout')]),
  ],
  kernelReasons: ({ unread }) => (unread.unanswered === null ? ['TCP_STATE'] : ['TCP_ABORT_ON_CLOSE', 'TCP_STATE']),
  steps: ({ steps }) => [...steps.alive, ...steps.noTrigger, ...steps.programClosed, ...steps.abort],
  checks: {
    device: ['device-target', 'device-log'],
    network: ['net-lb-log'],
    serverOs: ['os-trace-reason', 'os-counters'],
    serverApplication: ['app-limits', 'app-request-log', 'app-crash'],
  },
  next: 'tracepointSender',
});

/** Right after the request, or after the handshake where there was none. */
function atOnce({ receiver, sender, reset }: Evidence): Reading<{ frame: 'frame'; delay: 'duration' }> {
  const since = receiver.lastData ?? receiver.last;
  if (since === null) return absent;
  const delay = reset.timeUs - since.timeUs;
  return delay <= AT_ONCE_US + (sender.rtt?.p25Us ?? 0) ? { frame: since.frame, delay } : absent;
}
