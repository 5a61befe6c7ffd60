import type { SilenceFigure } from '../model/figure.ts';
import { block, drawing, FIGURE_WIDTH, INK, line, type Svg, TYPE, words } from './svg.ts';
import { textWidth } from './text-width.ts';

const LEFT = 40;
const RIGHT = FIGURE_WIDTH - 16;
const TOP = 60;
const HEIGHT = 100;
const BOTTOM = TOP + HEIGHT;
/** Bars per decade: neighbours are 8 % apart, so that timers of 300 s and 350 s never share one. */
const PER_DECADE = 30;

/** Draws how often which silence came before a RST, and the timers of known products as lines beside it. The axis is logarithmic. */
export function drawSilence(figure: SilenceFigure): string {
  const seconds = [...figure.silences, ...[...figure.timers, ...figure.ticks].map((mark) => mark.seconds)];
  const low = Math.log10(seconds.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY)) - 0.06;
  const high = Math.log10(seconds.reduce((most, each) => Math.max(most, each), 0)) + 0.06;
  const xOf = (at: number): number => LEFT + ((Math.log10(at) - low) / (high - low)) * (RIGHT - LEFT);
  const bins = countBins(figure.silences);
  const most = Math.max(1, ...bins.values());
  const parts = [
    ...legend(figure),
    ...timerLines(figure, xOf),
    ...[...bins].map(([bin, count]) => bar(bin, count / most, xOf)),
    line([LEFT, BOTTOM], [RIGHT, BOTTOM]),
    line([LEFT, TOP], [LEFT, BOTTOM]),
    words(String(most), LEFT - 4, TOP + 14, { anchor: 'end', size: TYPE.small }),
    words('0', LEFT - 4, BOTTOM + 2, { anchor: 'end', size: TYPE.small }),
    ...axis(figure, xOf),
  ];
  return drawing(figure, FIGURE_WIDTH, BOTTOM + 32, parts);
}

/** Bin → how many silences fall into it. */
function countBins(silences: readonly number[]): ReadonlyMap<number, number> {
  const bins = new Map<number, number>();
  for (const seconds of silences) {
    const bin = Math.floor(Math.log10(seconds) * PER_DECADE);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return bins;
}

function bar(bin: number, share: number, xOf: (seconds: number) => number): Svg {
  const left = xOf(10 ** (bin / PER_DECADE));
  const right = xOf(10 ** ((bin + 1) / PER_DECADE));
  const height = Math.max(2, share * (HEIGHT - 12));
  return block(left, BOTTOM - height, right - left, height, INK.alarm);
}

/** Thin dashed lines; one that matches a silence is solid and thicker. */
function timerLines({ timers }: SilenceFigure, xOf: (seconds: number) => number): readonly Svg[] {
  let last = Number.NEGATIVE_INFINITY;
  return timers.flatMap(({ seconds, label, matches }) => {
    const x = xOf(seconds);
    // Turned text needs its height beside the next one; where two timers are closer, the label moves and the line stays.
    last = Math.max(x, last + TYPE.small + 1);
    const stroke = matches ? INK.text : INK.line;
    return [
      line([x, TOP], [x, BOTTOM], { stroke, width: matches ? 1.4 : 0.7, ...(matches ? {} : { dash: '3 2' }) }),
      words(label, last + 2.5, TOP - 3, { size: TYPE.small, turned: true, bold: matches, fill: stroke }),
    ];
  });
}

function axis({ ticks, axis: label }: SilenceFigure, xOf: (seconds: number) => number): readonly Svg[] {
  return [
    ...ticks.flatMap(({ seconds, label: text }) => [
      line([xOf(seconds), BOTTOM], [xOf(seconds), BOTTOM + 4]),
      words(text, xOf(seconds), BOTTOM + 12, { anchor: 'middle', size: TYPE.small }),
    ]),
    words(label, (LEFT + RIGHT) / 2, BOTTOM + 25, { anchor: 'middle', size: TYPE.small, fill: INK.muted }),
  ];
}

function legend({ legend: entries }: SilenceFigure): readonly Svg[] {
  let x = LEFT;
  return entries.flatMap(({ mark, label }) => {
    const sample: Svg =
      mark === 'count'
        ? block(x, 4, 8, 8, INK.alarm)
        : line(
            [x + 4, 3],
            [x + 4, 13],
            mark === 'timer' ? { dash: '3 2', width: 0.7 } : { stroke: INK.text, width: 1.4 },
          );
    const parts = [sample, words(label, x + 13, 11, { size: TYPE.small })];
    x += textWidth(label) * TYPE.small + 30;
    return parts;
  });
}
