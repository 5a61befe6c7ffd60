// Hot path: runs once per packet. No allocation.
/** The keep-alives or window probes of one side that nothing has answered: up to 15 records, the newest kept. */
import { type BlockPool, NO_BLOCK, USER_WORDS } from './block-pool.ts';
import type { Side } from './side.ts';

/** Linux gives up after 9 keep-alives by default (tcp_keepalive_probes); 15 fit into a block. */
const MAX_PROBES = USER_WORDS;

/** Adds a probe; of too many the oldest is dropped. */
export function addProbe(pool: BlockPool, side: Side, record: number): void {
  if (side.probes === NO_BLOCK) side.probes = pool.take();
  if (side.probeCount === MAX_PROBES) dropOldest(pool, side);
  pool.words[pool.at(side.probes) + side.probeCount] = pool.retain(record);
  side.probeCount++;
}

/** The record of the n-th probe, oldest first. */
export function probeAt(pool: BlockPool, side: Side, n: number): number {
  return pool.words[pool.at(side.probes) + n] ?? NO_BLOCK;
}

/** Forgets the probes: something answered them, or their sender went on. */
export function clearProbes(pool: BlockPool, side: Side): void {
  if (side.probes === NO_BLOCK) return;
  for (let n = 0; n < side.probeCount; n++) pool.release(probeAt(pool, side, n));
  pool.release(side.probes);
  side.probes = NO_BLOCK;
  side.probeCount = 0;
}

function dropOldest(pool: BlockPool, side: Side): void {
  pool.release(probeAt(pool, side, 0));
  const at = pool.at(side.probes);
  pool.words.copyWithin(at, at + 1, at + side.probeCount);
  side.probeCount--;
}
