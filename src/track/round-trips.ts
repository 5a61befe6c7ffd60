// Hot path: runs once per packet. No allocation.
/**
 * Round trips from the capture point to one side and back: from a segment of the other side that was sent once to the first
 * acknowledgement that covers it (Karn's rule, RFC 6298 §3). One segment is timed at a time, as a socket without timestamps does.
 */
import { isAfter } from '../model/sequence.ts';
import { BLOCK_BYTES, type BlockPool, NO_BLOCK } from './block-pool.ts';
import type { Side } from './side.ts';

/** Samples kept for the quartile: the last ones. */
const SAMPLES = BLOCK_BYTES / 4;

/** Starts to time a segment that was sent for the first time, unless another one is being timed. */
export function startTiming(sender: Side, end: number, timeUs: number): void {
  if (!Number.isNaN(sender.timedAtUs)) return;
  sender.timedEnd = end | 0;
  sender.timedAtUs = timeUs;
}

/** Forgets the segment being timed: after a retransmission nobody can tell which copy an ACK answers. */
export function stopTiming(sender: Side): void {
  sender.timedAtUs = Number.NaN;
}

/** Takes an ACK number that `acker` sent: a sample if it covers the segment of `sender` being timed. */
export function timeAck(pool: BlockPool, acker: Side, sender: Side, ack: number, timeUs: number): void {
  if (Number.isNaN(sender.timedAtUs) || isAfter(sender.timedEnd, ack)) return;
  const sample = timeUs - sender.timedAtUs;
  sender.timedAtUs = Number.NaN;
  if (sample < 0) return;
  if (acker.roundTrips === NO_BLOCK) acker.roundTrips = pool.take();
  const at = pool.at(acker.roundTrips) + 4 * (acker.roundTripCount % SAMPLES);
  pool.page(acker.roundTrips).setFloat32(at, sample, true);
  acker.roundTripCount++;
  if (!(sample >= acker.roundTripMinUs)) acker.roundTripMinUs = sample;
}

/** Count, minimum and lower quartile (nearest rank, of the last 16 samples), or null without a sample. */
export function roundTrips(pool: BlockPool, side: Side): { samples: number; minUs: number; p25Us: number } | null {
  if (side.roundTripCount === 0) return null;
  const page = pool.page(side.roundTrips);
  const kept: number[] = [];
  for (let n = 0; n < Math.min(side.roundTripCount, SAMPLES); n++) {
    kept.push(page.getFloat32(pool.at(side.roundTrips) + 4 * n, true));
  }
  kept.sort((a, b) => a - b);
  const p25Us = kept[Math.ceil(kept.length / 4) - 1] ?? side.roundTripMinUs;
  return { samples: side.roundTripCount, minUs: side.roundTripMinUs, p25Us };
}
