import type { PlotFigure, PlotMark, PlotPanel } from '../model/figure.ts';
import { crossMark, diamond, dot } from './marks.ts';
import { drawing, FIGURE_WIDTH, INK, line, type Point, type Svg, TYPE, words } from './svg.ts';
import { textWidth } from './text-width.ts';

const LEFT = 52;
const RIGHT = FIGURE_WIDTH - 12;
const PANEL_HEIGHT = 74;
const PANEL_GAP = 22;
const LEGEND_HEIGHT = 18;
/** More numbers than this would run into each other. */
const MOST_FRAMES = 14;

/** Draws values of header fields, one panel above the other, over the same segments. */
export function drawPlot(figure: PlotFigure): string {
  const top = LEGEND_HEIGHT + 14;
  const panels = figure.panels.flatMap((panel, index) => panelOf(panel, top + index * (PANEL_HEIGHT + PANEL_GAP)));
  const bottom = top + figure.panels.length * (PANEL_HEIGHT + PANEL_GAP) - PANEL_GAP;
  const parts = [...legend(figure), ...panels, ...frames(figure, bottom + 12)];
  return drawing(figure, FIGURE_WIDTH, bottom + 30, parts);
}

function markAt(mark: PlotMark, point: Point): readonly Svg[] {
  if (mark === 'reset') return crossMark(point);
  return [mark === 'segment' ? dot(point) : diamond(point)];
}

function legend({ legend: entries }: PlotFigure): readonly Svg[] {
  let x = LEFT;
  return entries.flatMap(({ mark, label }) => {
    const parts = [...markAt(mark, [x + 4, 8]), words(label, x + 13, 11, { size: TYPE.small })];
    x += textWidth(label) * TYPE.small + 30;
    return parts;
  });
}

const xOf = (index: number, count: number): number => LEFT + 14 + ((RIGHT - LEFT - 28) * (index + 0.5)) / count;

function panelOf({ label, points }: PlotPanel, top: number): readonly Svg[] {
  const values = points.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const yOf = (value: number): number =>
    high === low
      ? top + PANEL_HEIGHT / 2
      : top + PANEL_HEIGHT - 10 - ((value - low) / (high - low)) * (PANEL_HEIGHT - 20);
  const ticks = apart([...new Set([low, high, ...frequent(values)])], yOf);
  return [
    words(label, LEFT, top - 4, { size: TYPE.small, fill: INK.muted }),
    line([LEFT, top], [LEFT, top + PANEL_HEIGHT]),
    line([LEFT, top + PANEL_HEIGHT], [RIGHT, top + PANEL_HEIGHT]),
    ...ticks.flatMap((value) => [
      line([LEFT, yOf(value)], [RIGHT, yOf(value)], { stroke: INK.faint, width: 0.5 }),
      words(String(value), LEFT - 4, yOf(value) + 2.5, { anchor: 'end', size: TYPE.small }),
    ]),
    ...points.flatMap(({ value, mark }, index) => markAt(mark, [xOf(index, points.length), yOf(value)])),
  ];
}

/** The values that occur most, at most three. */
function frequent(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([value]) => value);
}

/** Leaves out labels that would stand on each other. */
function apart(values: readonly number[], yOf: (value: number) => number): readonly number[] {
  const kept: number[] = [];
  for (const value of values)
    if (kept.every((other) => Math.abs(yOf(other) - yOf(value)) >= TYPE.small + 1)) kept.push(value);
  return kept;
}

function frames({ panels, axis }: PlotFigure, y: number): readonly Svg[] {
  const points = panels[0]?.points ?? [];
  const every = Math.ceil(points.length / MOST_FRAMES);
  const numbers = points.flatMap(({ frame, mark }, index) =>
    index % every === 0 || mark === 'reset'
      ? [
          words(String(frame), xOf(index, points.length), y, {
            anchor: 'middle',
            size: TYPE.small,
            bold: mark === 'reset',
          }),
        ]
      : [],
  );
  return [...numbers, words(axis, (LEFT + RIGHT) / 2, y + 11, { anchor: 'middle', size: TYPE.small, fill: INK.muted })];
}
