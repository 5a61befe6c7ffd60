// Hot path: runs once per packet. No allocation.
/** What one side looks like from packet to packet, in one block: TTL and DSCP values counted, and round trip times being measured. */
import type { TtlCount } from '../model/connection.ts';
import type { BlockPool } from './block-pool.ts';
import type { Side } from './side.ts';

/** Distinct values counted per field; a side with more of them has no usual value. */
const VALUES = 5;
/** When the segment whose acknowledgement is awaited was sent, microseconds. */
const TIMED_AT = 0;
/** The shortest round trip to this side and back, microseconds. */
const MIN_ROUND_TRIP = 8;
const TTL = 16;
const DSCP = TTL + 4 * VALUES;
const COUNT_BITS = 24;
const MAX_COUNT = 2 ** COUNT_BITS - 1;

/** When the segment being timed was sent, microseconds; meaningful while the side is timed. */
export function timedAtUs(pool: BlockPool, side: Side): number {
  return pool.page(side.vitals).getFloat64(pool.at(side.vitals) + TIMED_AT, true);
}

/** Notes when the segment being timed was sent, microseconds. */
export function setTimedAtUs(pool: BlockPool, side: Side, timeUs: number): void {
  pool.page(side.vitals).setFloat64(pool.at(side.vitals) + TIMED_AT, timeUs, true);
}

/** The shortest round trip, microseconds; meaningful after the first sample. */
export function minRoundTripUs(pool: BlockPool, side: Side): number {
  return pool.page(side.vitals).getFloat64(pool.at(side.vitals) + MIN_ROUND_TRIP, true);
}

/** Notes the shortest round trip, microseconds. */
export function setMinRoundTripUs(pool: BlockPool, side: Side, us: number): void {
  pool.page(side.vitals).setFloat64(pool.at(side.vitals) + MIN_ROUND_TRIP, us, true);
}

/** Counts the TTL (hop limit) and DSCP of one more segment. */
export function countTtlAndDscp(pool: BlockPool, side: Side, ttl: number, dscp: number): void {
  const page = pool.page(side.vitals);
  const at = pool.at(side.vitals);
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
  const page = pool.page(side.vitals);
  for (let n = 0; n < VALUES; n++) {
    const word = page.getUint32(pool.at(side.vitals) + field + 4 * n, true);
    if (word !== 0) found.push({ value: word >>> COUNT_BITS, count: word & MAX_COUNT });
  }
  return found;
}
