/** Points in time, printed with six decimal places in the reader's zone. `Intl` gives three at most, so the fraction is our own. */
import { nanosecondsOf } from '../model/time.ts';

/** Instant of a capture time: microseconds since `zeroNs`, as nanoseconds since 1970. */
export function instantNs(zeroNs: bigint, timeUs: number): bigint {
  return zeroNs + nanosecondsOf(timeUs);
}

/** The last instant of a JavaScript Date, milliseconds (ECMA-262, Time Values and Time Range). */
const LAST_DATE = 8.64e15;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  formats.set(timeZone, format);
  return format;
}

/** One instant, taken apart. */
interface Clock {
  /** 2026-11-20 */
  readonly date: string;
  /** 03:12:05.123456 */
  readonly time: string;
  /** UTC+08:00, UTC−03:30, or UTC */
  readonly offset: string;
}

/** The wall clock of a zone at an instant; parts of a microsecond are cut off. */
export function clockAt(ns: bigint, timeZone: string): Clock {
  const micros = ns / 1000n - (ns % 1000n < 0n ? 1n : 0n);
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  // A damaged file may claim a time that no calendar holds; it is printed as the last one that does.
  const milliseconds = Math.max(-LAST_DATE, Math.min(LAST_DATE, Number((micros - fraction) / 1000n)));
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(milliseconds)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}.${String(fraction).padStart(6, '0')}`,
    offset: offsetName(part('timeZoneName')),
  };
}

/** `GMT+08:00` as `UTC+08:00`; no offset as `UTC`. */
function offsetName(longOffset: string): string {
  return longOffset.replace('GMT', 'UTC').replace('+00:00', '').replace('-', '−');
}
