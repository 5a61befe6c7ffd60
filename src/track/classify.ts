// Hot path: runs once per packet. No allocation.
/** Says what a segment is for its connection, from the state before it (RFC 9293 §3.10.7, RFC 5681 §2 for duplicate ACKs). */
import { ACK, FIN, OPT_SACK, RST, type Segment, SYN } from '../model/segment.ts';
import { advance, distance, isAfter } from '../model/sequence.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import { FOREIGN, Kind } from './kind.ts';
import { recordTimeUs } from './segment-record.ts';
import type { Side } from './side.ts';
import { minRoundTripUs } from './vitals.ts';

/** Farther than this from what was expected, a number is not of this connection: the largest window is 2³⁰ (RFC 7323 §2.3). */
export const ABSURD_DISTANCE = 2 ** 30;
/**
 * A segment that fills a hole sooner than any retransmission could come was only captured late, microseconds. Wireshark's
 * constant; used where no round trip is known.
 */
const OUT_OF_ORDER_WITHIN_US = 3000;

/** Sequence numbers that a segment uses: its payload, SYN and FIN. */
export function sequenceLength(segment: Segment): number {
  return segment.payloadLength + ((segment.flags & SYN) !== 0 ? 1 : 0) + ((segment.flags & FIN) !== 0 ? 1 : 0);
}

/**
 * The kind of a segment, with FOREIGN added when its numbers must not touch the state of the connection.
 * `isSoon`: what fills a hole now cannot be a retransmission, see {@link isTooSoonToRepeat}.
 */
export function classify(segment: Segment, sender: Side, receiver: Side, isSoon: boolean): number {
  if ((segment.flags & RST) !== 0) return Kind.reset;
  if ((segment.flags & SYN) !== 0) return classifySyn(segment, sender, receiver);
  if ((segment.flags & ACK) === 0) return Kind.other | FOREIGN;
  if (answersNothing(segment, sender, receiver))
    return (sequenceLength(segment) === 0 ? Kind.ack : Kind.other) | FOREIGN;
  if (isAbsurd(segment, sender, receiver)) return Kind.other | FOREIGN;
  if (!sender.hasNextSeq) return plainKind(segment);
  return sequenceLength(segment) === 0
    ? classifyAck(segment, sender, receiver)
    : classifyBytes(segment, sender, receiver, isSoon);
}

function plainKind(segment: Segment): number {
  if ((segment.flags & FIN) !== 0) return Kind.fin;
  return segment.payloadLength > 0 ? Kind.data : Kind.ack;
}

/** A SYN that repeats the first one is a retransmission; one with other numbers is kept, but opens nothing. */
function classifySyn(segment: Segment, sender: Side, receiver: Side): number {
  const isAnswer = (segment.flags & ACK) !== 0;
  const kind = isAnswer ? Kind.synAck : Kind.syn;
  if (sender.syn !== NO_BLOCK) return segment.seq === sender.firstSeq >>> 0 ? Kind.retransmission : kind | FOREIGN;
  if (isAnswer && receiver.syn !== NO_BLOCK && !acknowledgesSyn(segment, receiver)) return kind | FOREIGN;
  if (sender.isHeard) return Kind.other | FOREIGN;
  return kind;
}

/** Whether an ACK number lies between the receiver's SYN and the end of what it sent. */
export function acknowledgesSyn(segment: Segment, receiver: Side): boolean {
  return isAfter(segment.ack, receiver.firstSeq) && !isAfter(segment.ack, receiver.nextSeq);
}

/**
 * An answer to a SYN that acknowledges something else belongs to an older connection of the same tuple: the challenge ACK
 * of a peer that still holds it (RFC 5961 §4), or its retransmissions.
 */
function answersNothing(segment: Segment, sender: Side, receiver: Side): boolean {
  if (receiver.syn === NO_BLOCK || sender.isHeard) return false;
  return !acknowledgesSyn(segment, receiver);
}

/** Numbers that cannot be of this connection: forged, damaged, or beyond every window that the receiver announced. */
function isAbsurd(segment: Segment, sender: Side, receiver: Side): boolean {
  if (sender.hasNextSeq && Math.abs(distance(segment.seq, sender.nextSeq)) > ABSURD_DISTANCE) return true;
  if (receiver.hasNextSeq && Math.abs(distance(segment.ack, receiver.nextSeq)) > ABSURD_DISTANCE) return true;
  return sender.hasNextSeq && receiver.hasRightEdge && isAfter(segment.seq, receiver.rightEdge);
}

function classifyAck(segment: Segment, sender: Side, receiver: Side): number {
  const ahead = distance(segment.seq, sender.nextSeq);
  if (ahead === -1 && isIdle(sender, receiver)) return probeKind(receiver);
  if (!sender.hasAck || distance(segment.ack, sender.lastAck) !== 0) return Kind.ack;
  if (sender.rawWindow === -1) return Kind.ack;
  if (segment.window !== sender.rawWindow) return Kind.windowUpdate;
  if (ahead !== 0) return Kind.ack;
  const isOutstanding = receiver.hasNextSeq && isAfter(receiver.nextSeq, segment.ack);
  return isOutstanding || (segment.options & OPT_SACK) !== 0 ? Kind.duplicateAck : Kind.ack;
}

function classifyBytes(segment: Segment, sender: Side, receiver: Side, isSoon: boolean): number {
  const ahead = distance(segment.seq, sender.nextSeq);
  const end = advance(segment.seq, sequenceLength(segment));
  const isFin = (segment.flags & FIN) !== 0;
  if (isAfter(end, sender.nextSeq)) {
    if (isFin) return Kind.fin;
    return segment.payloadLength === 1 && ahead === 0 && receiver.window === 0 ? Kind.windowProbe : Kind.data;
  }
  if (ahead === -1 && !isFin && isIdle(sender, receiver)) return probeKind(receiver);
  return isSoon && fillsHole(segment, sender, end) ? Kind.outOfOrder : Kind.retransmission;
}

/** One byte back, with everything acknowledged: tcp_write_wakeup() in Linux sends the same for both. */
function probeKind(receiver: Side): number {
  return receiver.window === 0 ? Kind.windowProbe : Kind.keepalive;
}

/** Whether nothing of the sender is outstanding; an unseen receiver is believed to have acknowledged. */
function isIdle(sender: Side, receiver: Side): boolean {
  return !receiver.hasAck || !isAfter(sender.nextSeq, receiver.lastAck);
}

/** Whether the segment lies within what its sender skipped. */
export function fillsHole(segment: Segment, sender: Side, end: number): boolean {
  if (sender.holeBy === NO_BLOCK) return false;
  return distance(segment.seq, sender.holeStart) >= 0 && distance(end, sender.holeEnd) <= 0;
}

/** No retransmission comes sooner after a hole than the news of the loss travels to the receiver and back. */
export function isTooSoonToRepeat(pool: BlockPool, segment: Segment, sender: Side, receiver: Side): boolean {
  const sinceHoleUs = segment.timeUs - recordTimeUs(pool, sender.holeBy);
  return sinceHoleUs < (receiver.roundTripCount > 0 ? minRoundTripUs(pool, receiver) : OUT_OF_ORDER_WITHIN_US);
}
