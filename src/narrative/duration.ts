/** Lengths of time. `Intl.DurationFormat` is not in every supported Node release, so the units are sentences of the catalogue. */

const MILLISECOND = 1000;
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Idle timers are documented in seconds (350 s, 900 s), so seconds stay seconds up to ten minutes. */
const LONG = 10 * MINUTE;

/** Says one part of a duration: the key of a unit (`units.<key>`) and its number. */
export type SayUnit = (unit: 'us' | 'ms' | 's' | 'min' | 'h' | 'd', number: string) => string;

/** Four significant digits below ten minutes; whole seconds in parts above. */
export function printDuration(us: number, tag: string, say: SayUnit): string {
  const sign = us < 0 ? '−' : '';
  const length = Math.abs(us);
  if (length >= LONG) return sign + longParts(length, say).join(' ');
  const digits = new Intl.NumberFormat(tag, { maximumSignificantDigits: 4, useGrouping: false });
  if (length < MILLISECOND) return sign + say('us', digits.format(length));
  if (length < SECOND) return sign + say('ms', digits.format(length / MILLISECOND));
  return sign + say('s', digits.format(length / SECOND));
}

function longParts(us: number, say: SayUnit): readonly string[] {
  let rest = Math.round(us / SECOND) * SECOND;
  const parts: string[] = [];
  const units = [
    ['d', DAY],
    ['h', HOUR],
    ['min', MINUTE],
    ['s', SECOND],
  ] as const;
  for (const [unit, size] of units) {
    const number = Math.floor(rest / size);
    rest -= number * size;
    if (number > 0) parts.push(say(unit, String(number)));
  }
  return parts;
}
