// Hot path: runs once per packet. No allocation.
/** What one side looks like from packet to packet, in one block: TTL and DSCP values counted, and round trip times being measured. */
import type { TtlCount } from '../model/connection.ts';
import type { BlockPool } from './block-pool.ts';
import type { Side } from './side.ts';

/** Distinct values counted per field; a side with more of them has no usual value. */
const VALUES = 5;
/** Double: when the segment whose acknowledgement is awaited was sent, microseconds. */
const TIMED_AT = 0;
/** Double: the shortest round trip to this side and back, microseconds. */
const MIN_ROUND_TRIP = 1;
/** Words, behind the two doubles. */
const TTL = 4;
const DSCP = TTL + VALUES;
const COUNT_BITS = 24;
const MAX_COUNT = 2 ** COUNT_BITS - 1;

/** When the segment being timed was sent, microseconds; meaningful while the side is timed. */
export function timedAtUs(pool: BlockPool, side: Side): number {
  return pool.doubles[pool.doubleAt(side.vitals) + TIMED_AT] ?? 0;
}

/** Notes when the segment being timed was sent, microseconds. */
export function setTimedAtUs(pool: BlockPool, side: Side, timeUs: number): void {
  pool.doubles[pool.doubleAt(side.vitals) + TIMED_AT] = timeUs;
}

/** The shortest round trip, microseconds; meaningful after the first sample. */
export function minRoundTripUs(pool: BlockPool, side: Side): number {
  return pool.doubles[pool.doubleAt(side.vitals) + MIN_ROUND_TRIP] ?? 0;
}

/** Notes the shortest round trip, microseconds. */
export function setMinRoundTripUs(pool: BlockPool, side: Side, us: number): void {
  pool.doubles[pool.doubleAt(side.vitals) + MIN_ROUND_TRIP] = us;
}

/** Counts the TTL (hop limit) and DSCP of one more segment. */
export function countTtlAndDscp(pool: BlockPool, side: Side, ttl: number, dscp: number): void {
  const at = pool.at(side.vitals);
  count(pool.words, at + TTL, ttl);
  count(pool.words, at + DSCP, dscp);
}

/** A word holds the value in its upper eight bits and how often it was seen below. */
function count(words: Int32Array, from: number, value: number): void {
  for (let at = from; at < from + VALUES; at++) {
    const word = words[at] ?? 0;
    const seen = word & MAX_COUNT;
    if (seen !== 0 && word >>> COUNT_BITS !== value) continue;
    if (seen < MAX_COUNT) words[at] = (value << COUNT_BITS) + seen + 1;
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
  for (let n = 0; n < VALUES; n++) {
    const word = pool.words[pool.at(side.vitals) + field + n] ?? 0;
    if (word !== 0) found.push({ value: word >>> COUNT_BITS, count: word & MAX_COUNT });
  }
  return found;
}
