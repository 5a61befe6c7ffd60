// Hot path: runs once per packet. No allocation.
import type { Segment } from '../model/segment.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';

/**
 * One side of a live connection. Sequence numbers are kept as signed 32-bit integers (V8 stores those without a box);
 * fields named after a segment hold a record of the pool.
 */
export class Side {
  readonly address: number;
  readonly port: number;

  segments = 0;
  dataSegments = 0;
  bytes = 0;
  retransmissions = 0;

  first = NO_BLOCK;
  last = NO_BLOCK;
  syn = NO_BLOCK;
  lastSyn = NO_BLOCK;
  windowBy = NO_BLOCK;
  lastData = NO_BLOCK;
  fin = NO_BLOCK;
  finAckedBy = NO_BLOCK;
  firstReset = NO_BLOCK;
  lastReset = NO_BLOCK;

  synCount = 0;
  synMss = -1;
  synOptionOrder = 0;
  /** Shift in this side's own SYN, −1 without the option. */
  synShift = -1;
  /** Shift that its windows are read with, −1 while unknown. */
  shift = -1;

  /** SND.NXT; known from this side's own segments, or, while it was never seen, from what the other side acknowledged. */
  nextSeq = 0;
  hasNextSeq = false;
  /** Whether {@link nextSeq} rests on a segment of this side. */
  isHeard = false;
  /** The first sequence number used as far as seen: the ISN when the SYN was seen. */
  firstSeq = 0;
  finEnd = 0;
  /** Highest ACK number sent, RCV.NXT as announced. */
  lastAck = 0;
  hasAck = false;
  /** Bytes that the last window announced, −1 before the first; the raw field, −1 where it cannot be compared (unscaled in a SYN). */
  window = -1;
  rawWindow = -1;
  maxWindow = 0;
  /** Right edge of the receive window, meaningful with a known shift. */
  rightEdge = 0;
  hasRightEdge = false;

  /** Sequence numbers that were skipped, and the segment that skipped them. */
  holeStart = 0;
  holeEnd = 0;
  holeBy = NO_BLOCK;

  /** A block of counts, see tally.ts. */
  tally = NO_BLOCK;
  flowLabel = -1;
  zeroIpIds = 0;
  resets = 0;

  /** A block of 16 records: keep-alives or window probes that nothing has answered yet. */
  probes = NO_BLOCK;
  probeCount = 0;
  /** Retransmissions and probes since the other side was last heard. */
  unanswered = 0;

  /** End and time of this side's segment whose acknowledgement is being timed; NaN: none. */
  timedEnd = 0;
  timedAtUs = Number.NaN;
  /** Round trips to this side and back, see round-trips.ts. */
  roundTrips = NO_BLOCK;
  roundTripCount = 0;
  roundTripMinUs = Number.NaN;

  constructor(address: number, port: number) {
    this.address = address;
    this.port = port;
  }

  isSource(segment: Segment): boolean {
    return segment.sourcePort === this.port && segment.source === this.address;
  }

  isDestination(segment: Segment): boolean {
    return segment.destinationPort === this.port && segment.destination === this.address;
  }

  /** Lets go of every record. */
  release(pool: BlockPool): void {
    pool.release(this.first);
    pool.release(this.last);
    pool.release(this.syn);
    pool.release(this.lastSyn);
    pool.release(this.windowBy);
    pool.release(this.lastData);
    pool.release(this.fin);
    pool.release(this.finAckedBy);
    pool.release(this.firstReset);
    pool.release(this.lastReset);
    pool.release(this.holeBy);
    pool.release(this.tally);
    pool.release(this.roundTrips);
  }
}
