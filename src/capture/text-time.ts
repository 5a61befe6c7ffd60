// The time at the front of a printed line.

const DATED = /(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?/;
const OF_DAY = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?/;
/** Seconds since 1970 (`tcpdump -tt`), or since the first packet behind its number (tshark). */
const SECONDS = /^\s*(?:\d+\s+)?(\d{1,11})\.(\d{1,9})\s/;

/** Whether a line gives the day, too: its own time or that of the line before it. */
export function isDated(line: string): boolean {
  return !OF_DAY.test(line);
}

/** Microseconds since 1970, or, where no day is printed, since midnight or the first packet; null when there is no time. */
export function timeOf(line: string): number | null {
  const [, date, ...clock] = DATED.exec(line) ?? [];
  if (date !== undefined) {
    const midnight = Date.parse(`${date}T00:00:00Z`);
    return Number.isNaN(midnight) ? null : midnight * 1000 + clockUs(clock);
  }
  const ofDay = OF_DAY.exec(line);
  if (ofDay !== null) return clockUs(ofDay.slice(1));
  const [, seconds, fraction = ''] = SECONDS.exec(line) ?? [];
  return seconds === undefined ? null : Number(seconds) * 1e6 + fractionUs(fraction);
}

function clockUs([hours = '0', minutes = '0', seconds = '0', fraction = '']: readonly (string | undefined)[]): number {
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6 + fractionUs(fraction);
}

/** Whole microseconds: the clock of a capture printed in nanoseconds is read to the microsecond. */
function fractionUs(digits: string): number {
  return Math.floor(Number(`0.${digits}0`) * 1e6 + 1e-3);
}
