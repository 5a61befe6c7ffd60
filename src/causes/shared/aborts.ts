/** What aborts of a live socket have in common: many ways lead to the same segment (Linux tcp_send_active_reset). */
import type { CauseId } from '../../model/cause-ids.ts';
import type { Evidence } from '../../model/evidence.ts';
import { absent, type Reading } from '../../model/reading.ts';

/** Silences from here on may be an application's idle timer rather than a pause. */
const IDLE_US = 1e6;
/** FIN and RST of one close() leave together; queues on the way pull them apart by no more than this. */
const ONE_CALL_US = 5000;

/** All mechanisms that build this abort, whoever decided it. Their own signs rule out those that do not fit here. */
export function waysToAbort(evidence: Evidence): readonly CauseId[] {
  const { closing, unread, idle } = evidence;
  const waited = unread.unanswered === null && idle !== null && idle.us >= IDLE_US;
  return [
    'linger-zero',
    'close-with-unread-data',
    'disconnect-unspec',
    'listener-closed-during-handshake',
    // Nobody types that fast: an administrator does not hit the moment right after a FIN.
    ...(inOneCall(evidence) ? (['orphan-or-memory-limit'] as const) : (['admin-kill'] as const)),
    ...(closing.senderFinAckedBy === null || inOneCall(evidence) ? [] : (['linger2-negative'] as const)),
    ...(waited ? (['app-idle-or-request-timeout'] as const) : []),
  ];
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
