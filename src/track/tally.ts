// Hot path: runs once per packet. No allocation.
/** How often each of the first few values of a small header field (TTL, DSCP) was seen from one side: half a block per field. */
import type { TtlCount } from '../model/connection.ts';
import { type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { Side } from './side.ts';

/** Distinct values counted per field; a side with more of them has no usual value. */
const VALUES = 8;
const TTL = 0;
const DSCP = 4 * VALUES;
const COUNT_BITS = 24;
const MAX_COUNT = 2 ** COUNT_BITS - 1;

export function countTtlAndDscp(pool: BlockPool, side: Side, ttl: number, dscp: number): void {
  if (side.tally === NO_BLOCK) side.tally = pool.takeCleared();
  const page = pool.page(side.tally);
  const at = pool.at(side.tally);
  count(page, at + TTL, ttl);
  count(page, at + DSCP, dscp);
}

/** A word holds the value in its upper eight bits and how often it was seen below. */
function count(page: DataView, at: number, value: number): void {
  for (let offset = at; offset < at + 4 * VALUES; offset += 4) {
    const word = page.getUint32(offset, true);
    const seen = word & MAX_COUNT;
    if (seen !== 0 && word >>> COUNT_BITS !== value) continue;
    if (seen < MAX_COUNT) page.setUint32(offset, ((value << COUNT_BITS) >>> 0) + seen + 1, true);
    return;
  }
}

/** The TTL values in order of appearance. */
export function ttlCounts(pool: BlockPool, side: Side): readonly TtlCount[] {
  return counts(pool, side, TTL).map(({ value, count }) => ({ ttl: value, count }));
}

/** The most frequent DSCP, the first of equals; null before the first. */
export function usualDscp(pool: BlockPool, side: Side): number | null {
  let usual: { value: number; count: number } | null = null;
  for (const each of counts(pool, side, DSCP)) if (usual === null || each.count > usual.count) usual = each;
  return usual === null ? null : usual.value;
}

function counts(pool: BlockPool, side: Side, field: number): { value: number; count: number }[] {
  const found: { value: number; count: number }[] = [];
  if (side.tally === NO_BLOCK) return found;
  const page = pool.page(side.tally);
  for (let n = 0; n < VALUES; n++) {
    const word = page.getUint32(pool.at(side.tally) + field + 4 * n, true);
    if (word !== 0) found.push({ value: word >>> COUNT_BITS, count: word & MAX_COUNT });
  }
  return found;
}
