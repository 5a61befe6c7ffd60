/** Points in time as the JSON contract prints them. */
import { nanosecondsOf } from '../model/time.ts';

const NS_PER_SECOND = 1_000_000_000n;
/** RFC 3339 has years of four digits: 0000-01-01 to the end of 9999, in seconds since 1970. */
const FIRST_SECOND = -62_167_219_200n;
const LAST_SECOND = 253_402_300_799n;

/**
 * RFC 3339 in UTC with microseconds, or with nanoseconds where the capture is finer than a microsecond. null: the time stamp
 * lies outside the years that can be written, as only damaged captures have them.
 */
export function isoTime(ns: bigint, resolution: number): string | null {
  const fraction = ((ns % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  const seconds = (ns - fraction) / NS_PER_SECOND;
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) return null;
  const digits = resolution < 1e-6 ? 9 : 6;
  const clock = new Date(Number(seconds) * 1000).toISOString().slice(0, -'.000Z'.length);
  return `${clock}.${String(fraction).padStart(9, '0').slice(0, digits)}Z`;
}

/** The instant of a capture time: microseconds since `zeroNs`. null when the capture holds no packet. */
export function isoTimeAt(timeUs: number, zeroNs: bigint | null, resolution: number): string | null {
  return zeroNs === null ? null : isoTime(zeroNs + nanosecondsOf(timeUs), resolution);
}
