// Hot path: runs once per packet. No allocation.
/**
 * The short way for the commonest segment by far: the next one in order on an open connection, which brings new data or
 * acknowledges some. It asks at once all that the long way asks one after the other, and leaves the same state behind.
 */
import { ACK, FIN, RST, type Segment, SYN } from '../model/segment.ts';
import { advance, distance } from '../model/sequence.ts';
import { absorbHeader, absorbWindowNumbers } from './absorb.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import { ABSURD_DISTANCE } from './classify.ts';
import { Kind } from './kind.ts';
import { startTiming, timeAck } from './round-trips.ts';
import type { Side } from './side.ts';

/** Whether the numbers of a segment are exactly those expected, and neither side waits for anything special. */
export function isOrdinary(segment: Segment, sender: Side, receiver: Side): boolean {
  if ((segment.flags & (SYN | FIN | RST | ACK)) !== ACK) return false;
  if (!sender.isHeard || !receiver.isHeard || !sender.hasAck) return false;
  if (distance(segment.seq, sender.nextSeq) !== 0) return false;
  const acknowledged = distance(segment.ack, sender.lastAck);
  const outstanding = distance(receiver.nextSeq, segment.ack);
  if (acknowledged < 0 || outstanding < 0 || outstanding > ABSURD_DISTANCE) return false;
  // What brings nothing new may be a copy, a duplicate ACK or a window update; one byte may be a probe.
  if (segment.payloadLength <= 1 && (acknowledged === 0 || segment.payloadLength === 1)) return false;
  if (sender.fin !== NO_BLOCK || receiver.fin !== NO_BLOCK || sender.holeBy !== NO_BLOCK) return false;
  if (sender.probeCount !== 0 || receiver.probeCount !== 0) return false;
  return !receiver.hasRightEdge || distance(receiver.rightEdge, segment.seq) >= 0;
}

/** The kind of an ordinary segment. */
export function ordinaryKind(segment: Segment): number {
  return segment.payloadLength > 0 ? Kind.data : Kind.ack;
}

/** Takes an ordinary segment into the state of its connection. */
export function absorbOrdinary(pool: BlockPool, segment: Segment, record: number, sender: Side, receiver: Side): void {
  sender.segments++;
  receiver.unanswered = 0;
  absorbHeader(pool, segment, sender);
  if (segment.payloadLength > 0) absorbPayload(pool, segment, record, sender);
  sender.last = pool.exchange(sender.last, record);
  sender.lastAck = segment.ack | 0;
  timeAck(pool, sender, receiver, segment.ack, segment.timeUs);
  sender.windowBy = pool.exchange(sender.windowBy, record);
  absorbWindowNumbers(segment, sender);
}

function absorbPayload(pool: BlockPool, segment: Segment, record: number, sender: Side): void {
  const end = advance(segment.seq, segment.payloadLength);
  sender.lastData = pool.exchange(sender.lastData, record);
  sender.bytes += segment.payloadLength;
  sender.dataSegments++;
  startTiming(pool, sender, end, segment.timeUs);
  sender.nextSeq = end | 0;
}
