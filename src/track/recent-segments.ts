// Hot path: runs once per packet. No allocation.
/** The last segments of a connection, both directions: a chain of records in the pool, oldest first. */
import type { Segment } from '../model/segment.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import { COPY_WITHIN_US, hasSameNumbers, isFromClient, isSamePacket, recordTimeUs } from './segment-record.ts';

/** A chain that grows at one end and is cut at the other. */
export class RecentSegments {
  oldest = NO_BLOCK;
  newest = NO_BLOCK;
  count = 0;
  /** Nothing fell out yet. */
  isComplete = true;

  /** Adds a record, taking over a holder of it, and drops the oldest ones beyond `limit`. */
  push(pool: BlockPool, record: number, limit: number): void {
    if (this.newest === NO_BLOCK) this.oldest = record;
    else pool.setLink(this.newest, record);
    this.newest = record;
    this.count++;
    while (this.count > limit) this.#dropOldest(pool);
  }

  /** The remembered segment that this one is a second sight of, or NO_BLOCK. */
  findOriginal(pool: BlockPool, segment: Segment, fromClient: boolean): number {
    let found = NO_BLOCK;
    for (let record = this.oldest; record !== NO_BLOCK; record = pool.link(record)) {
      if (Math.abs(segment.timeUs - recordTimeUs(pool, record)) > COPY_WITHIN_US) continue;
      if (isFromClient(pool, record) !== fromClient || !hasSameNumbers(pool, record, segment)) continue;
      if (isSamePacket(pool, record, segment)) found = record;
    }
    return found;
  }

  release(pool: BlockPool): void {
    pool.releaseChain(this.oldest, this.newest);
    this.oldest = NO_BLOCK;
    this.newest = NO_BLOCK;
    this.count = 0;
    this.isComplete = true;
  }

  #dropOldest(pool: BlockPool): void {
    const dropped = this.oldest;
    this.oldest = pool.link(dropped);
    if (this.oldest === NO_BLOCK) this.newest = NO_BLOCK;
    this.count--;
    this.isComplete = false;
    pool.release(dropped);
  }
}
