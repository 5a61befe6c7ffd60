/** What aborts of a live socket have in common: many ways lead to the same segment (Linux tcp_send_active_reset). */
import type { CauseId } from '../../model/cause-ids.ts';
import type { Evidence } from '../../model/evidence.ts';
import { absent, type Reading } from '../../model/reading.ts';
import { onlyIf } from './ties.ts';

/** Silences from here on may be an application's idle timer rather than a pause. */
const IDLE_US = 1e6;
/** An interval of tcp_keepalive_timer() as the far end sees it: delays change it by no more than this share. */
const INTERVAL_SHARE = 0.1;
/** FIN and RST of one close() leave together; queues on the way pull them apart by no more than this. */
const ONE_CALL_US = 5000;

/** All mechanisms that build this abort, whoever decided it. Their own signs rule out those that do not fit here. */
export function waysToAbort(evidence: Evidence): readonly CauseId[] {
  const { closing, unread, neighbours } = evidence;
  const waited = unread.unanswered === null && silenceOf(evidence) !== absent && !neighbours.momentHitBusy;
  return [
    'linger-zero',
    'close-with-unread-data',
    'disconnect-unspec',
    'listener-closed-during-handshake',
    // Nobody types that fast: an administrator does not hit the moment right after a FIN.
    inOneCall(evidence) ? 'orphan-or-memory-limit' : 'admin-kill',
    ...onlyIf(closing.senderFinAckedBy !== null && !inOneCall(evidence), 'linger2-negative'),
    ...onlyIf(waited, 'app-idle-or-request-timeout'),
    ...onlyIf(hasAnsweredProbes(evidence), 'keepalive-timeout'),
  ];
}

/** The silence before the abort; where probes were answered meanwhile, since anybody last sent data. */
export function silenceOf(evidence: Evidence): Reading<{ idle: 'duration'; since: 'frame' }> {
  const { idle, sender, receiver, reset } = evidence;
  if (!hasAnsweredProbes(evidence))
    return idle !== null && idle.us >= IDLE_US ? { idle: idle.us, since: idle.since.frame } : absent;
  const last = [sender.lastData, receiver.lastData]
    .filter((data) => data !== null)
    .sort((a, b) => b.frame - a.frame)[0];
  return last === undefined ? absent : { idle: reset.timeUs - last.timeUs, since: last.frame };
}

/** The sender probed, and gave up an interval later: the answers that this capture holds may have been lost on their way to it. */
export function hasAnsweredProbes({ event, reset, vantage, probes }: Evidence): boolean {
  if (probes !== null || vantage.atSender) return false;
  const [before, last] = event.before.filter(({ kind, from }) => kind === 'keepalive' && from === reset.from).slice(-2);
  if (before === undefined || last === undefined) return false;
  const interval = last.timeUs - before.timeUs;
  return Math.abs(reset.timeUs - last.timeUs - interval) <= INTERVAL_SHARE * interval;
}

/** The other ways beside one. */
export function otherWays(evidence: Evidence, own: CauseId): readonly CauseId[] {
  return waysToAbort(evidence).filter((id) => id !== own);
}

/** The sender's FIN and the abort left in one system call. */
export function inOneCall({ closing }: Evidence): boolean {
  return closing.sinceSenderFinUs !== null && closing.sinceSenderFinUs <= ONE_CALL_US;
}

/** Time stamps or IP ids that continue the socket's own: no box in its place knows them. */
export function hasLiveMarks({ marks, builder }: Evidence): boolean {
  const own = marks.some(({ mark, speaks }) => speaks === 'live-socket' && (mark === 'timestamps' || mark === 'ipId'));
  return own && builder.value === 'live-socket' && builder.tied.length === 0;
}

/** A stack that has no such setting: Linux alone knows TCP_LINGER2, SOCK_DESTROY and connect(AF_UNSPEC) on TCP. */
export function notLinux({ stack, reset }: Evidence): Reading<{ ttl: 'field' }> {
  return stack === 'linux' || stack === 'unknown' ? absent : { ttl: reset.ttl };
}

/** The server never sent a byte of data: what the client had said last, or where it had opened the connection. */
export function nothingSaid({ sender, receiver, visibility, reset }: Evidence): Reading<{ frame: 'frame' }> {
  if (sender.bytes > 0 || sender.syn === null || !visibility.fromStart) return absent;
  return { frame: (receiver.lastData ?? receiver.last ?? reset).frame };
}
