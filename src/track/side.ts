// Hot path: runs once per packet. No allocation.
import type { Segment } from '../model/segment.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';

/**
 * One side of a live connection. Sequence numbers are kept as signed 32-bit integers (V8 stores those without a box);
 * fields named after a segment hold a record of the pool. What every segment touches comes first: it shares cache lines.
 * A side is used again for another connection ({@link begin}): a new one each time would be most of the garbage of a long capture.
 */
export class Side {
  address = -1;
  port = -1;
  segments = 0;
  dataSegments = 0;
  bytes = 0;
  last = NO_BLOCK;
  lastData = NO_BLOCK;
  windowBy = NO_BLOCK;

  /** SND.NXT; known from this side's own segments, or, while it was never seen, from what the other side acknowledged. */
  nextSeq = 0;
  hasNextSeq = false;
  /** Whether {@link nextSeq} rests on a segment of this side. */
  isHeard = false;
  /** Highest ACK number sent, RCV.NXT as announced. */
  hasAck = false;
  lastAck = 0;
  /** Bytes that the last window announced, −1 before the first; the raw field, −1 where it cannot be compared (unscaled in a SYN). */
  window = -1;
  rawWindow = -1;
  maxWindow = 0;
  /** Shift that its windows are read with, −1 while unknown. */
  shift = -1;
  /** Right edge of the receive window, with a known shift. */
  hasRightEdge = false;
  rightEdge = 0;

  /** A segment of this side whose acknowledgement is being timed. */
  isTimed = false;
  timedEnd = 0;
  /** Blocks of numbers: see vitals.ts and round-trips.ts. */
  vitals = NO_BLOCK;
  roundTrips = NO_BLOCK;
  roundTripCount = 0;
  /** Retransmissions and probes since the other side was last heard. */
  unanswered = 0;
  probeCount = 0;
  zeroIpIds = 0;
  flowLabel = -1;
  fin = NO_BLOCK;

  /** Sequence numbers that were skipped, and the segment that skipped them. */
  holeBy = NO_BLOCK;
  holeStart = 0;
  holeEnd = 0;
  finEnd = 0;
  finAckedBy = NO_BLOCK;
  retransmissions = 0;
  /** A block of records: keep-alives or window probes that nothing has answered yet, see probes.ts. */
  probes = NO_BLOCK;

  first = NO_BLOCK;
  /** The first sequence number used as far as seen: the ISN when the SYN was seen. */
  firstSeq = 0;
  syn = NO_BLOCK;
  lastSyn = NO_BLOCK;
  synCount = 0;
  synMss = -1;
  synOptionOrder = 0;
  /** Shift in this side's own SYN, −1 without the option. */
  synShift = -1;
  resets = 0;
  firstReset = NO_BLOCK;
  lastReset = NO_BLOCK;

  /** Becomes the side of a connection that has just been opened. */
  begin(pool: BlockPool, address: number, port: number): void {
    this.address = address;
    this.port = port;
    this.vitals = pool.takeCleared();
  }

  isSource(segment: Segment): boolean {
    return segment.sourcePort === this.port && segment.source === this.address;
  }

  isDestination(segment: Segment): boolean {
    return segment.destinationPort === this.port && segment.destination === this.address;
  }

  /** Lets go of every block and forgets everything. */
  release(pool: BlockPool): void {
    this.first = pool.exchange(this.first, NO_BLOCK);
    this.last = pool.exchange(this.last, NO_BLOCK);
    this.syn = pool.exchange(this.syn, NO_BLOCK);
    this.lastSyn = pool.exchange(this.lastSyn, NO_BLOCK);
    this.windowBy = pool.exchange(this.windowBy, NO_BLOCK);
    this.lastData = pool.exchange(this.lastData, NO_BLOCK);
    this.fin = pool.exchange(this.fin, NO_BLOCK);
    this.finAckedBy = pool.exchange(this.finAckedBy, NO_BLOCK);
    this.firstReset = pool.exchange(this.firstReset, NO_BLOCK);
    this.lastReset = pool.exchange(this.lastReset, NO_BLOCK);
    this.holeBy = pool.exchange(this.holeBy, NO_BLOCK);
    this.vitals = pool.exchange(this.vitals, NO_BLOCK);
    this.roundTrips = pool.exchange(this.roundTrips, NO_BLOCK);
    this.#forgetCounts();
    this.#forgetNumbers();
  }

  #forgetCounts(): void {
    this.segments = 0;
    this.dataSegments = 0;
    this.bytes = 0;
    this.roundTripCount = 0;
    this.unanswered = 0;
    this.probeCount = 0;
    this.zeroIpIds = 0;
    this.retransmissions = 0;
    this.synCount = 0;
    this.resets = 0;
  }

  #forgetNumbers(): void {
    this.nextSeq = 0;
    this.hasNextSeq = false;
    this.isHeard = false;
    this.hasAck = false;
    this.lastAck = 0;
    this.window = -1;
    this.rawWindow = -1;
    this.maxWindow = 0;
    this.shift = -1;
    this.hasRightEdge = false;
    this.rightEdge = 0;
    this.isTimed = false;
    this.timedEnd = 0;
    this.flowLabel = -1;
    this.holeStart = 0;
    this.holeEnd = 0;
    this.finEnd = 0;
    this.firstSeq = 0;
    this.synMss = -1;
    this.synOptionOrder = 0;
    this.synShift = -1;
  }
}
