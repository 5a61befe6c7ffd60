// Hot path: runs once per packet. No allocation.
/** Both ends of the way that segments take from the thread that decodes to the thread that tracks. */
import { emptySegment } from '../model/empty-segment.ts';
import type { Segment } from '../model/segment.ts';
import type { AddressTable } from './address-table.ts';
import type { SegmentRing } from './segment-ring.ts';
import {
  hasMore,
  isAddress,
  MORE_WORDS,
  markAddress,
  marksOf,
  needsMore,
  RECORD_WORDS,
  readMore,
  readSegment,
  writeMore,
  writeSegment,
} from './segment-words.ts';

/** Writes segments into memory shared with another thread, and each address before it is first needed. */
export class SegmentWriter {
  readonly #ring: SegmentRing;
  readonly #addresses: AddressTable;
  /** How many addresses were told already. */
  #told = 0;

  constructor(ring: SegmentRing, addresses: AddressTable) {
    this.#ring = ring;
    this.#addresses = addresses;
  }

  /** Copies a segment; waits while there is no room. */
  write(segment: Segment): void {
    const ring = this.#ring;
    for (; this.#told < this.#addresses.size; this.#told++) {
      const at = ring.reserve(RECORD_WORDS);
      markAddress(ring, at);
      this.#addresses.copyTo(ring.words, at, this.#told);
    }
    const isLong = needsMore(segment);
    const at = ring.reserve(isLong ? RECORD_WORDS + MORE_WORDS : RECORD_WORDS);
    writeSegment(ring, at, segment, isLong);
    if (isLong) writeMore(ring, at + RECORD_WORDS, segment);
  }
}

/** Reads what a {@link SegmentWriter} wrote: the same segments and the same numbers of addresses. */
export class SegmentReader {
  readonly #ring: SegmentRing;
  readonly #addresses: AddressTable;
  readonly #segment = emptySegment();

  constructor(ring: SegmentRing, addresses: AddressTable) {
    this.#ring = ring;
    this.#addresses = addresses;
  }

  /** Hands on the segments of the block at hand; the segment is one object that is refilled. */
  readBlock(onSegment: (segment: Segment) => void): void {
    const ring = this.#ring;
    const segment = this.#segment;
    const end = ring.blockEnd;
    for (let at = ring.blockStart; at < end; at += RECORD_WORDS) {
      const marks = marksOf(ring, at);
      if (isAddress(marks)) {
        this.#addresses.takeFrom(ring.words, at);
        continue;
      }
      readSegment(ring, at, marks, segment);
      if (hasMore(marks)) {
        readMore(ring, at + RECORD_WORDS, segment);
        at += MORE_WORDS;
      }
      onSegment(segment);
    }
  }
}
