// Points in time as they are given on a command line.

const NS_PER_MS = 1_000_000n;
const NS_PER_DAY = 86_400_000_000_000n;

/** A point in time in nanoseconds since 1970, or only a time of day in nanoseconds since midnight. */
export type Moment = { readonly ns: bigint } | { readonly sinceMidnightNs: bigint };

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?(Z|[+-]\d{2}:?\d{2})?$/i;
const TIME = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
/** Seconds since 1970, as `tcpdump -tt` prints them: before 1973 they would have fewer digits. */
const EPOCH = /^(\d{9,11})(?:\.(\d{1,9}))?$/;

/** Reads `2026-11-20 03:12:05.5`, with an offset or in the zone given, `03:12:05`, or seconds since 1970; null when it is none of these. */
export function parseMoment(text: string, timeZone: string): Moment | null {
  const epoch = EPOCH.exec(text);
  if (epoch !== null) return { ns: BigInt(epoch[1] ?? 0) * 1_000_000_000n + fractionNs(epoch[2] ?? '') };
  if (TIME.test(text)) {
    const sinceMidnightNs = timeOfDayNs(text);
    return sinceMidnightNs === null ? null : { sinceMidnightNs };
  }
  const [, date = '', time = '00:00', offset] = DATE_TIME.exec(text) ?? [];
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const since = timeOfDayNs(time);
  // February 30 is not refused by Date: it becomes a day of March.
  if (Number.isNaN(midnight) || since === null || !new Date(midnight).toISOString().startsWith(date)) return null;
  const wallNs = BigInt(midnight) * NS_PER_MS + since;
  if (offset === undefined) return { ns: wallNs - offsetNs(wallNs, timeZone) };
  return { ns: wallNs - writtenOffsetNs(offset) };
}

/** The first moment not before `afterNs` at which the clock of the zone shows that time of day. */
export function nextAt(sinceMidnightNs: bigint, afterNs: bigint, timeZone: string): bigint {
  const wallNs = afterNs + offsetNs(afterNs, timeZone, true);
  const today = wallNs - (((wallNs % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY) + sinceMidnightNs;
  const wall = today < wallNs ? today + NS_PER_DAY : today;
  return wall - offsetNs(wall, timeZone);
}

/** Midnight before an instant, by the clock of the zone. */
export function midnightBefore(ns: bigint, timeZone: string): bigint {
  const wallNs = ns + offsetNs(ns, timeZone, true);
  const midnight = wallNs - (((wallNs % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY);
  return midnight - offsetNs(midnight, timeZone);
}

function timeOfDayNs(text: string): bigint | null {
  const [hours = '', minutes = '', seconds = '0'] = text.split(':');
  const [whole = '0', fraction = ''] = seconds.split('.');
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(whole) > 59) return null;
  return BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(whole)) * 1_000_000_000n + fractionNs(fraction);
}

function fractionNs(digits: string): bigint {
  return BigInt(digits.padEnd(9, '0'));
}

function writtenOffsetNs(offset: string): bigint {
  if (offset.toUpperCase() === 'Z') return 0n;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return BigInt(offset.startsWith('-') ? -minutes : minutes) * 60_000n * NS_PER_MS;
}

/** How far the zone is ahead of UTC, at a wall clock time or at an instant, in nanoseconds. */
function offsetNs(ns: bigint, timeZone: string, isInstant = false): bigint {
  const first = offsetAt(ns, timeZone);
  // Where the clock is changed, the offset of the wall time taken for UTC can be that of the other side of the change.
  return isInstant ? first : offsetAt(ns - first, timeZone);
}

function offsetAt(ns: bigint, timeZone: string): bigint {
  const milliseconds = Number(ns / NS_PER_MS);
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = /([+-])(\d+):(\d+)(?::(\d+))?/.exec(name) ?? [];
  const size = BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1_000_000_000n;
  return sign === '-' ? -size : size;
}
