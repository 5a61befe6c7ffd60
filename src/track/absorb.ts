// Hot path: runs once per packet. No allocation.
/** Takes a classified segment into the state of its connection. RSTs and foreign segments leave the numbers alone. */
import { ACK, FIN, type Segment, SYN } from '../model/segment.ts';
import { advance, distance, isAfter } from '../model/sequence.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import { fillsHole, sequenceLength } from './classify.ts';
import { FOREIGN, Kind } from './kind.ts';
import { addProbe, clearProbes } from './probes.ts';
import { startTiming, stopTiming, timeAck } from './round-trips.ts';
import type { Side } from './side.ts';
import { countTtlAndDscp } from './vitals.ts';

/** RFC 7323 §2.3: a larger shift counts as 14. */
const MAX_SHIFT = 14;

/** What every segment but a RST does to its sender, whatever its numbers. */
export function absorb(
  pool: BlockPool,
  segment: Segment,
  kind: number,
  record: number,
  sender: Side,
  receiver: Side,
): void {
  sender.segments++;
  if (sender.first === NO_BLOCK) sender.first = pool.retain(record);
  sender.last = pool.exchange(sender.last, record);
  if (receiver.probeCount > 0) clearProbes(pool, receiver);
  receiver.unanswered = 0;
  if (kind === Kind.keepalive || kind === Kind.windowProbe) addProbe(pool, sender, record);
  else if (sender.probeCount > 0) clearProbes(pool, sender);
  if (kind === Kind.keepalive || kind === Kind.windowProbe || kind === Kind.retransmission) sender.unanswered++;
  if ((kind & FOREIGN) !== 0) return;

  if ((segment.flags & SYN) !== 0) absorbSyn(pool, segment, kind, record, sender, receiver);
  else absorbHeader(pool, segment, sender);
  absorbBytes(pool, segment, kind, record, sender);
  if ((segment.flags & ACK) !== 0) absorbAck(pool, segment, record, sender, receiver);
  else absorbWindow(pool, segment, record, sender);
}

function absorbSyn(
  pool: BlockPool,
  segment: Segment,
  kind: number,
  record: number,
  sender: Side,
  receiver: Side,
): void {
  sender.synCount++;
  if (kind === Kind.retransmission) {
    sender.lastSyn = pool.exchange(sender.lastSyn, record);
    return;
  }
  sender.syn = pool.retain(record);
  sender.synMss = segment.mss;
  sender.synOptionOrder = segment.optionOrder;
  sender.synShift = segment.windowScale;
  const isAnswer = (segment.flags & ACK) !== 0;
  sender.shift = shiftOf(sender, receiver, isAnswer);
  receiver.shift = shiftOf(receiver, sender, !isAnswer);
}

/** The shift of a side's windows: 0 when either SYN lacks the option; unknown while the other SYN may still lack it (RFC 7323 §2.2). */
function shiftOf(side: Side, other: Side, isAnswer: boolean): number {
  const otherRefuses = other.syn !== NO_BLOCK && other.synShift < 0;
  if (otherRefuses) return 0;
  if (side.syn === NO_BLOCK) return -1;
  if (side.synShift < 0) return 0;
  // Only a SYN with the option is answered by a SYN-ACK with it.
  return other.syn !== NO_BLOCK || isAnswer ? Math.min(side.synShift, MAX_SHIFT) : -1;
}

/** Header fields of which a side has a usual value; its SYN may be built elsewhere (SYN proxy, tcp_v4_send_synack()). */
export function absorbHeader(pool: BlockPool, segment: Segment, sender: Side): void {
  countTtlAndDscp(pool, sender, segment.ttl, segment.dscp);
  if (segment.ipVersion === 6) sender.flowLabel = segment.flowLabel;
  else if (segment.ipId === 0) sender.zeroIpIds++;
}

function absorbBytes(pool: BlockPool, segment: Segment, kind: number, record: number, sender: Side): void {
  const length = sequenceLength(segment);
  const end = advance(segment.seq, length);
  if (!sender.isHeard) {
    sender.isHeard = true;
    sender.firstSeq = segment.seq | 0;
    if (!sender.hasNextSeq) sender.nextSeq = segment.seq | 0;
    sender.hasNextSeq = true;
  }
  countPayload(segment, kind, end, sender, pool, record);
  trackHole(pool, segment, end, record, sender);
  if (kind === Kind.retransmission) {
    sender.retransmissions++;
    stopTiming(sender);
  } else if (length > 0 && isAfter(end, sender.nextSeq)) {
    startTiming(pool, sender, end, segment.timeUs);
  }
  if (isAfter(end, sender.nextSeq)) sender.nextSeq = end | 0;
  if ((segment.flags & FIN) !== 0 && sender.fin === NO_BLOCK) {
    sender.fin = pool.retain(record);
    sender.finEnd = end | 0;
  }
}

/** Counts payload that was not seen before: what lies beyond SND.NXT, or fills a hole. */
function countPayload(
  segment: Segment,
  kind: number,
  end: number,
  sender: Side,
  pool: BlockPool,
  record: number,
): void {
  if (segment.payloadLength === 0 || kind === Kind.keepalive) return;
  sender.lastData = pool.exchange(sender.lastData, record);
  const beyond = distance(end, sender.nextSeq);
  const fresh = fillsHole(segment, sender, end)
    ? segment.payloadLength
    : Math.min(segment.payloadLength, Math.max(0, beyond));
  if (fresh === 0) return;
  sender.bytes += fresh;
  sender.dataSegments++;
}

/** Remembers what was skipped, and forgets it when the skipped part comes. Only the ends of a hole are kept, not what is in it. */
function trackHole(pool: BlockPool, segment: Segment, end: number, record: number, sender: Side): void {
  if (isAfter(segment.seq, sender.nextSeq)) {
    if (sender.holeBy === NO_BLOCK) sender.holeStart = sender.nextSeq;
    sender.holeEnd = segment.seq | 0;
    sender.holeBy = pool.exchange(sender.holeBy, record);
    return;
  }
  if (!fillsHole(segment, sender, end) || segment.payloadLength === 0) return;
  if (distance(segment.seq, sender.holeStart) === 0) sender.holeStart = end | 0;
  else if (distance(end, sender.holeEnd) === 0) sender.holeEnd = segment.seq | 0;
  if (distance(sender.holeEnd, sender.holeStart) <= 0) sender.holeBy = pool.exchange(sender.holeBy, NO_BLOCK);
}

function absorbAck(pool: BlockPool, segment: Segment, record: number, sender: Side, receiver: Side): void {
  const isNewer = !sender.hasAck || distance(segment.ack, sender.lastAck) >= 0;
  if (!isNewer) return;
  sender.hasAck = true;
  sender.lastAck = segment.ack | 0;
  if (!receiver.isHeard) rebuild(receiver, segment.ack);
  timeAck(pool, sender, receiver, segment.ack, segment.timeUs);
  if (receiver.fin !== NO_BLOCK && receiver.finAckedBy === NO_BLOCK && !isAfter(receiver.finEnd, segment.ack)) {
    receiver.finAckedBy = pool.retain(record);
  }
  absorbWindow(pool, segment, record, sender);
}

/** The SND.NXT of a side that was never seen: what the other side says it received. */
function rebuild(unseen: Side, ack: number): void {
  if (!unseen.hasNextSeq || isAfter(ack, unseen.nextSeq)) unseen.nextSeq = ack | 0;
  unseen.hasNextSeq = true;
}

function absorbWindow(pool: BlockPool, segment: Segment, record: number, sender: Side): void {
  sender.windowBy = pool.exchange(sender.windowBy, record);
  absorbWindowNumbers(segment, sender);
}

/** What a segment announces of its sender's window; the window in a SYN is never scaled (RFC 7323 §2.2). */
export function absorbWindowNumbers(segment: Segment, sender: Side): void {
  const isSyn = (segment.flags & SYN) !== 0;
  sender.rawWindow = isSyn ? -1 : segment.window;
  sender.window = isSyn || sender.shift < 0 ? segment.window : segment.window << sender.shift;
  if (sender.window > sender.maxWindow) sender.maxWindow = sender.window;
  if ((segment.flags & ACK) === 0 || (!isSyn && sender.shift < 0)) return;
  const edge = advance(segment.ack, sender.window);
  if (!sender.hasRightEdge || isAfter(edge, sender.rightEdge)) sender.rightEdge = edge | 0;
  sender.hasRightEdge = true;
}
