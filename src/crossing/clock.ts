import type { ClockOffset } from '../model/crossing.ts';
import { greatest, least } from '../model/extremes.ts';

/** One segment on both sides: microseconds at the client's capture and at the server's, on one axis. */
export interface Passage {
  readonly fromClient: boolean;
  readonly clientUs: number;
  readonly serverUs: number;
}

/**
 * The offset between the clocks, as NTP finds it (RFC 5905 §8): the fastest segment of each direction took at least no time, so the
 * offset lies between the smallest difference towards the server and the largest one towards the client.
 */
export function clockOffset(passages: readonly Passage[]): ClockOffset | null {
  const differences = (fromClient: boolean): number[] =>
    passages.filter((one) => one.fromClient === fromClient).map(({ clientUs, serverUs }) => serverUs - clientUs);
  const [there, back] = [differences(true), differences(false)];
  if (passages.length === 0) return null;
  const most = there.length > 0 ? least(there) : greatest(back);
  const fewest = back.length > 0 ? greatest(back) : most;
  const isBoth = there.length > 0 && back.length > 0;
  return {
    offsetUs: (most + fewest) / 2,
    uncertaintyUs: isBoth ? Math.abs(most - fewest) / 2 : null,
    segments: passages.length,
  };
}
