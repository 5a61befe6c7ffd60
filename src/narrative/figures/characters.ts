/** Figures drawn with characters, for Markdown that is read as text. */
import type { FigureData, LadderFigure, LanesFigure, PlotFigure, PlotMark, SilenceFigure } from '../../model/figure.ts';
import { cellWidth } from '../text-width.ts';

/** Columns from one lifeline to the next, for two of them and for more. */
const SPAN = 44;
const NARROW_SPAN = 34;

/** The lines of a figure. */
export function inCharacters(figure: FigureData): readonly string[] {
  switch (figure.kind) {
    case 'ladder':
      return ladder(figure);
    case 'plot':
      return plot(figure);
    case 'silence':
      return silence(figure);
    case 'lanes':
      return lanes(figure);
  }
}

/** Frame and time in front, then an arrow from end to end. Only the ends of the line above may be wider than a column each. */
function ladder({ lifelines, rows }: LadderFigure): readonly string[] {
  const segments = rows.filter((row) => row.kind === 'segment');
  const frameWidth = Math.max(...segments.map(({ frame }) => String(frame).length), 1);
  const timeWidth = Math.max(...segments.map(({ time }) => time.length), 1);
  const margin = ' '.repeat(frameWidth + timeWidth + 5);
  const step = lifelines.length > 2 ? NARROW_SPAN : SPAN;
  const columns = lifelines.map((_, index) => index * step);
  const lines = rows.map((row) => {
    if (row.kind !== 'segment') {
      return `${margin}${bare(columns, ':')}${row.kind === 'absence' ? `  ${row.label}` : ''}`;
    }
    const head = `#${String(row.frame).padStart(frameWidth)}  ${row.time.padStart(timeWidth)}  `;
    return `${head}${arrow(row, columns)}`;
  });
  return [
    `${margin}${names(
      lifelines.map(({ address }) => address),
      columns,
    )}`,
    ...lines,
  ];
}

/** Lifelines alone. */
function bare(columns: readonly number[], mark: string): string {
  const width = (columns.at(-1) ?? 0) + 1;
  return Array.from({ length: width }, (_, column) => (columns.includes(column) ? mark : ' ')).join('');
}

function arrow({ from, to, label }: { from: number; to: number; label: string }, columns: readonly number[]): string {
  const [left, right] = [columns[Math.min(from, to)] ?? 0, columns[Math.max(from, to)] ?? SPAN];
  const inner = right - left - 1;
  const line = `-- ${label} `.padEnd(inner - 1, '-').slice(0, inner - 1);
  const before = bare(columns, '|').slice(0, left + 1);
  const after = bare(columns, '|').slice(right);
  return `${before}${from < to ? `${line}>` : `<${line}`}${after}`;
}

/** Names in one line, each beginning at its lifeline, the last one ending at it; what does not fit pushes the next one on. */
function names(addresses: readonly string[], columns: readonly number[]): string {
  return addresses.reduce((line, address, index) => {
    const isLast = index > 0 && index === addresses.length - 1;
    const start = isLast ? (columns[index] ?? 0) + 1 - address.length : (columns[index] ?? 0);
    return `${line.padEnd(Math.max(start, line === '' ? 0 : line.length + 1))}${address}`;
  }, '');
}

const MARKS: Readonly<Record<PlotMark, string>> = { segment: 'o', reset: 'X', otherReset: '+' };
/** Different values that a panel of characters can show. */
const MOST_VALUES = 6;

/** One row for each value, one column for each segment. A panel of many values is left to the table of the timeline. */
function plot({ panels, legend, axis }: PlotFigure): readonly string[] {
  const frames = panels[0]?.points.map(({ frame }) => String(frame)) ?? [];
  const width = Math.max(...frames.map((frame) => frame.length), 1) + 1;
  const drawn = panels.flatMap(({ label, points }) => {
    const values = [...new Set(points.map(({ value }) => value))].sort((a, b) => b - a);
    if (values.length > MOST_VALUES) return [];
    const rows = values.map((value) => {
      const cells = points.map((point) => (point.value === value ? MARKS[point.mark] : ' ').padStart(width));
      return `${String(value).padStart(6)} |${cells.join('')}`.trimEnd();
    });
    return [label, ...rows];
  });
  const key = legend.map(({ mark, label }) => `${MARKS[mark]} ${label}`).join('   ');
  return [...drawn, `${' '.repeat(6)} +${frames.map((frame) => frame.padStart(width)).join('')}  ${axis}`, '', key];
}

/** Bars of at most so many characters. */
const LONGEST_BAR = 40;

/** One row for each whole length of silence, and for each timer without one. */
function silence({ silences, timers, axis, legend }: SilenceFigure): readonly string[] {
  const fine = countsAt(silences, timers, 2);
  const counts = fine.size <= MOST_ROWS ? fine : countsAt(silences, timers, 1);
  const most = [...counts.values()].reduce((high, count) => Math.max(high, count), 1);
  const known = new Map(timers.map(({ seconds, matches }) => [seconds, matches]));
  const places = [...new Set([...counts.keys(), ...known.keys()])].sort((a, b) => a - b);
  const rows = places.map((seconds) => {
    const count = counts.get(seconds) ?? 0;
    const bar = '#'.repeat(count === 0 ? 0 : Math.max(1, Math.round((count / most) * LONGEST_BAR)));
    const timer = known.has(seconds) ? '*' : ' ';
    return `${String(seconds).padStart(6)} ${timer}|${bar}${count === 0 ? '' : ` ${count}`}`;
  });
  const key = legend.find(({ mark }) => mark === 'timer')?.label ?? '';
  return [...rows, `* ${key}   x: ${axis}`];
}

/** More rows of silences than this are counted at one significant digit. */
const MOST_ROWS = 15;

function countsAt(silences: readonly number[], timers: SilenceFigure['timers'], digits: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const seconds of silences) {
    const place = placeOf(seconds, timers, digits);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

/** Silences are counted at the timer that they match, else at the nearest round number. */
function placeOf(seconds: number, timers: SilenceFigure['timers'], digits: number): number {
  const timer = timers.find(
    ({ seconds: each, matches }) => matches && Math.abs(each - seconds) <= Math.max(1, 0.02 * each),
  );
  return timer?.seconds ?? Number(seconds.toPrecision(digits));
}

/** From no RST to as many as the highest of the lane. */
const HEIGHTS = ' .:-=+*#';

function lanes({ lanes: each, start, end }: LanesFigure): readonly string[] {
  const width = each[0]?.counts.length ?? 0;
  const rows = each.flatMap(({ label, total, counts }) => {
    const most = Math.max(1, ...counts);
    const cells = counts.map((count) => HEIGHTS[count === 0 ? 0 : Math.max(1, Math.round((count / most) * 7))] ?? ' ');
    return [`${label} · ${total}`, `|${cells.join('')}|`];
  });
  const gap = ' '.repeat(Math.max(1, width + 2 - cellWidth(start) - cellWidth(end)));
  return [...rows, `${start}${gap}${end}`];
}
