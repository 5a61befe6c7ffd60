// Hot path: runs once per packet. No allocation.
/**
 * Round trips from the capture point to one side and back: from a segment of the other side that was sent once to the first
 * acknowledgement that covers it (Karn's rule, RFC 6298 §3). One segment is timed at a time, as a socket without timestamps does.
 */
import { isAfter } from '../model/sequence.ts';
import { type BlockPool, NO_BLOCK, USER_WORDS } from './block-pool.ts';
import type { Side } from './side.ts';
import { minRoundTripUs, setMinRoundTripUs, setTimedAtUs, timedAtUs } from './vitals.ts';

/** Samples kept for the quartile: the last ones. */
const SAMPLES = USER_WORDS;

/** Starts to time a segment that was sent for the first time, unless another one is being timed. */
export function startTiming(pool: BlockPool, sender: Side, end: number, timeUs: number): void {
  if (sender.isTimed) return;
  sender.isTimed = true;
  sender.timedEnd = end | 0;
  setTimedAtUs(pool, sender, timeUs);
}

/** Forgets the segment being timed: after a retransmission nobody can tell which copy an ACK answers. */
export function stopTiming(sender: Side): void {
  sender.isTimed = false;
}

/** Takes an ACK number that `acker` sent: a sample if it covers the segment of `sender` being timed. */
export function timeAck(pool: BlockPool, acker: Side, sender: Side, ack: number, timeUs: number): void {
  if (!sender.isTimed || isAfter(sender.timedEnd, ack)) return;
  sender.isTimed = false;
  const sample = timeUs - timedAtUs(pool, sender);
  if (sample < 0) return;
  if (acker.roundTrips === NO_BLOCK) acker.roundTrips = pool.take();
  pool.floats[pool.at(acker.roundTrips) + (acker.roundTripCount % SAMPLES)] = sample;
  if (acker.roundTripCount === 0 || sample < minRoundTripUs(pool, acker)) setMinRoundTripUs(pool, acker, sample);
  acker.roundTripCount++;
}

/** Count, minimum and lower quartile (nearest rank, of the last 15 samples), or null without a sample. */
export function roundTrips(pool: BlockPool, side: Side): { samples: number; minUs: number; p25Us: number } | null {
  if (side.roundTripCount === 0) return null;
  const at = pool.at(side.roundTrips);
  const kept = pool.floats.slice(at, at + Math.min(side.roundTripCount, SAMPLES)).sort();
  const minUs = minRoundTripUs(pool, side);
  const p25Us = Math.max(minUs, kept[Math.ceil(kept.length / 4) - 1] ?? minUs);
  return { samples: side.roundTripCount, minUs, p25Us };
}
