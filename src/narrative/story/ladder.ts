import type { SeenSegment } from '../../model/connection.ts';
import type { Verdict } from '../../model/verdict.ts';
import { endpointText } from '../command.ts';
import { visible } from '../escape.ts';
import { flagNames } from './segment-text.ts';
import { aroundReset } from './timeline.ts';

/** Segments shown before and after the RST: a figure is taken in at one look; the timeline has the rest. */
const BEFORE = 8;
const AFTER = 4;
/** Columns between the two lifelines. */
const SPAN = 44;

/**
 * A time-sequence ladder in plain ASCII, which no font can misalign: client left, server right, the frame and the time
 * relative to the RST in front.
 */
export function ladderOf(verdict: Verdict): readonly string[] {
  const shown = aroundReset(verdict).map(({ segment }) => segment);
  const at = Math.max(
    0,
    shown.findIndex(({ frame }) => frame === verdict.reset.frame),
  );
  const segments = shown.slice(Math.max(0, at - BEFORE), at + 1 + AFTER);
  const times = relativeTimes(segments.map(({ timeUs }) => timeUs - verdict.reset.timeUs));
  const frameWidth = Math.max(...segments.map(({ frame }) => String(frame).length), 1);
  const timeWidth = Math.max(...times.map((time) => time.length), 1);
  const margin = ' '.repeat(frameWidth + timeWidth + 5);
  const client = visible(endpointText(verdict.client));
  const server = visible(endpointText(verdict.server));
  const gap = ' '.repeat(Math.max(1, SPAN + 2 - client.length - server.length));
  const lines = segments.map((segment, index) => {
    const head = `#${String(segment.frame).padStart(frameWidth)}  ${(times[index] ?? '').padStart(timeWidth)}  `;
    return `${head}${arrow(segment)}`;
  });
  return [`${margin}${client}${gap}${server}`, ...lines];
}

function arrow(segment: SeenSegment): string {
  const { from, flags, seq, payloadLength } = segment;
  const names = flagNames(flags).replaceAll(', ', '+');
  const label = ` ${names === '' ? '-' : names} seq=${seq}${payloadLength > 0 ? ` len=${payloadLength}` : ''} `;
  const line = `--${label}`.padEnd(SPAN - 1, '-');
  return from === 'client' ? `|${line}>|` : `|<${line}|`;
}

/** Units that every reader of captures knows, the largest first: microseconds in one, and decimal places down to a microsecond. */
const UNITS = [
  ['s', 1_000_000, 6],
  ['ms', 1000, 3],
  ['us', 1, 0],
] as const;

/** Times relative to the RST, all in the unit of the longest, so that the decimal points stand in one column. */
function relativeTimes(offsets: readonly number[]): readonly string[] {
  const longest = Math.max(...offsets.map(Math.abs));
  const [unit, size, digits] = UNITS.find((each) => longest >= each[1]) ?? UNITS[2];
  return offsets.map((us) => {
    const said = (us / size).toFixed(digits);
    return `${us > 0 ? '+' : ''}${Number(said) === 0 ? said.replace('-', '') : said} ${unit}`;
  });
}
