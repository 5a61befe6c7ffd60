import { defineCause } from '../model/cause.ts';
import type { SideFacts } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import { absent, type Reading } from '../model/reading.ts';
import { step } from '../model/story-keys.ts';
import type { Step } from '../model/verdict.ts';
import { onlyIf } from './shared/ties.ts';

/** A server that still waits for the last step repeats its SYN-ACK after this time: RFC 6298 §2, Linux TCP_TIMEOUT_INIT. */
const SYN_ACK_REPEAT_US = 1_000_000;

/** The accept queue was full and tcp_abort_on_overflow is 1: the ACK that would complete the handshake draws a RST at once. */
export default defineCause({
  id: 'accept-overflow-abort',
  origin: 'endpoint',
  impact: 'disruptive',
  level: 'reason',
  sources: ['Linux tcp_check_req(), net.ipv4.tcp_abort_on_overflow'],
  caps: { client: 'medium', server: 'medium', middle: 'medium' },
  signs: {
    answersAck: { bearing: 'required', facts: { frame: 'frame', seq: 'field' } },
    senderIsClient: { bearing: 'excludes', facts: { frame: 'frame' } },
    handshakeAnswered: { bearing: 'required', facts: { frame: 'frame', synAckFrame: 'frame' } },
    synAckRepeated: { bearing: 'excludes', facts: { count: 'count' } },
    filterMark: { bearing: 'excludes', facts: { field: 'text', value: 'field', expected: 'field' } },
    senderContinues: { bearing: 'excludes', facts: { frame: 'frame', what: 'term', later: 'duration' } },
    ttlShift: { bearing: 'against', facts: { ttl: 'field', usual: 'field', samples: 'count', hops: 'field' } },
  },
  read: (evidence) => ({
    answersAck: evidence.ready.answersAck,
    senderIsClient: evidence.ready.senderIsClient,
    handshakeAnswered: handshakeAnswered(evidence),
    synAckRepeated: evidence.sender.synCount > 1 ? { count: evidence.sender.synCount } : absent,
    filterMark: evidence.ready.filterMark,
    senderContinues: evidence.ready.senderContinues,
    ttlShift: evidence.ready.ttlShift,
  }),
  // At the server the number that reaches it is the one in the capture, and no device is left in front of it.
  sameTrace: ({ vantage }) => [
    'listener-closed-during-handshake',
    'host-firewall-reject',
    ...onlyIf(!vantage.atSender, 'synrecv-bad-ack', 'antiddos-challenge', 'path-firewall-reject'),
  ],
  // NO_SOCKET when the listener was closed meanwhile (tcp_v4_rcv drops the request and looks again), TCP_FLAGS when another one
  // listens by then, and for a bad number.
  kernelReasons: () => ['INVALID_SYN', 'NO_SOCKET', 'TCP_FLAGS'],
  steps: ({ steps, sender, trigger }) => [
    ...steps.arrived,
    ...listening(sender),
    ...(trigger === null ? [] : [step('acceptQueueFull', 'failed', { frame: trigger.segment.frame })]),
    ...steps.reply,
  ],
  checks: {
    device: ['device-log'],
    network: ['net-firewall-log'],
    serverOs: ['os-accept-queue', 'os-counters', 'os-trace-reason'],
    serverApplication: ['app-slow-response', 'app-restart-log'],
  },
  next: 'counters',
});

/**
 * The server had sent nothing but one SYN-ACK, and refused its correct acknowledgement while it was still waiting for it. The
 * first one is refused at once: seen on the server itself, one that was let pass had completed the handshake.
 */
function handshakeAnswered({
  reset,
  sender,
  numbers,
  trigger,
  acceptance,
  vantage,
}: Evidence): Reading<{ frame: 'frame'; synAckFrame: 'frame' }> {
  const { syn, segments, synCount, resets } = sender;
  if (trigger === null || syn === null || segments !== synCount || resets > 0) return absent;
  const completedBy = acceptance.acknowledgedBy;
  if (vantage.atSender && completedBy !== null && completedBy.frame < trigger.segment.frame) return absent;
  const waiting = reset.timeUs - syn.timeUs <= SYN_ACK_REPEAT_US;
  return waiting && numbers.seq === 'next' ? { frame: trigger.segment.frame, synAckFrame: syn.frame } : absent;
}

/** Its SYN-ACK shows that a program listens. */
function listening({ syn, port }: SideFacts): readonly Step[] {
  return syn === null ? [] : [step('listenerFound', 'passed', { port, acceptedFrame: syn.frame })];
}
