import type { LadderFigure, LadderRow } from '../model/figure.ts';
import {
  block,
  drawing,
  FIGURE_WIDTH,
  INK,
  type Ink,
  line,
  type Point,
  type Svg,
  shape,
  TYPE,
  words,
  wordsOnPaper,
} from './svg.ts';
import { fitted, textWidth } from './text-width.ts';

const HEAD = 40;
const SEGMENT_HEIGHT = 24;
const SILENCE_HEIGHT = 22;
/** Room for frame numbers and times at the left. */
const GUTTER = 112;
const RIGHT_MARGIN = 60;

/** Draws segments as arrows between vertical lines, as an engineer does on a whiteboard. Heights are not to scale; times are printed. */
export function drawLadder(figure: LadderFigure): string {
  const xs = positions(figure.lifelines.length);
  const heights = figure.rows.map(({ kind }) => (kind === 'segment' ? SEGMENT_HEIGHT : SILENCE_HEIGHT));
  const bottom = HEAD + heights.reduce((sum, height) => sum + height, 0) + 10;
  let y = HEAD;
  const rows = figure.rows.flatMap((row, index) => {
    const height = heights[index] ?? SEGMENT_HEIGHT;
    y += height;
    return row.kind === 'segment' ? segmentRow(row, y - 4, xs) : silenceRow(row.label, y - height / 2, xs);
  });
  const tap = figure.tap === null ? [] : tapLine(figure.tap, xs, bottom);
  const height = bottom + (figure.tap === null ? 4 : 16);
  return drawing(figure, FIGURE_WIDTH, height, [...heads(figure, xs, bottom), ...tap, ...rows]);
}

function positions(count: number): readonly number[] {
  const step = (FIGURE_WIDTH - GUTTER - RIGHT_MARGIN) / Math.max(1, count - 1);
  return Array.from({ length: count }, (_, index) => GUTTER + index * step);
}

/** Names above the lifelines, and the lifelines. */
function heads({ lifelines }: LadderFigure, xs: readonly number[], bottom: number): readonly Svg[] {
  const room = lifelines.length > 2 ? 150 : 220;
  return lifelines.flatMap(({ role, address }, index) => {
    const x = xs[index] ?? 0;
    const center = Math.min(Math.max(x, half(address)), FIGURE_WIDTH - half(address));
    return [
      words(fitted(role, room / TYPE.label), center, 12, { anchor: 'middle', fill: INK.muted, size: TYPE.small }),
      words(fitted(address, room / TYPE.label), center, 24, { anchor: 'middle' }),
      line([x, 30], [x, bottom], { stroke: INK.line, width: 1 }),
    ];
  });
}

const half = (text: string): number => Math.min(textWidth(text) * TYPE.label, 220) / 2 + 2;

type SegmentRow = Extract<LadderRow, { kind: 'segment' }>;

function segmentRow(row: SegmentRow, y: number, xs: readonly number[]): readonly Svg[] {
  const isReset = row.look === 'reset' || row.look === 'otherReset';
  const stroke = isReset ? INK.alarm : row.look === 'trigger' ? INK.accent : INK.text;
  const from = xs[row.from] ?? 0;
  const to = xs[row.to] ?? 0;
  const middle = (from + to) / 2;
  const width = row.look === 'reset' ? 2 : row.look === 'trigger' ? 1.4 : 0.9;
  const dash = isReset ? '5 2.5' : undefined;
  const direction = Math.sign(to - from);
  return [
    words(String(row.frame), 32, y + 2, { anchor: 'end', bold: row.look === 'reset' }),
    words(row.time, GUTTER - 10, y + 2, { anchor: 'end', size: TYPE.small, fill: INK.muted }),
    line([from, y], [to - direction * 5, y], { stroke, width, ...(dash === undefined ? {} : { dash }) }),
    arrowHead([to, y], direction, stroke),
    ...(row.look === 'reset' ? cross([from, y], stroke) : []),
    ...wordsOnPaper(fitted(row.label, Math.abs(to - from) / TYPE.label - 1), middle, y - 5, {
      anchor: 'middle',
      fill: stroke,
      bold: isReset,
    }),
  ];
}

function arrowHead([x, y]: Point, direction: number, fill: Ink): Svg {
  return shape(
    [
      [x, y],
      [x - direction * 7, y - 3.2],
      [x - direction * 7, y + 3.2],
    ],
    fill,
  );
}

/** Marks where the RST comes from, so that it stands out without colour too. */
function cross([x, y]: Point, stroke: Ink): readonly Svg[] {
  const arm = 4;
  return [
    line([x - arm, y - arm], [x + arm, y + arm], { stroke, width: 1.8 }),
    line([x - arm, y + arm], [x + arm, y - arm], { stroke, width: 1.8 }),
  ];
}

/** A silence interrupts the lifelines. */
function silenceRow(label: string, y: number, xs: readonly number[]): readonly Svg[] {
  const gaps = xs.map((x) => block(x - 3, y - 6, 6, 10, INK.paper));
  const dots = xs.map((x) => line([x, y - 6], [x, y + 4], { stroke: INK.line, width: 1, dash: '1 2.5' }));
  const middle = ((xs[0] ?? 0) + (xs.at(-1) ?? 0)) / 2;
  return [
    ...gaps,
    ...dots,
    ...wordsOnPaper(label, middle, y + 2, { anchor: 'middle', fill: INK.muted, size: TYPE.small }),
  ];
}

/** A dotted line where the packets were captured. */
function tapLine(
  { between: [left, right], label }: NonNullable<LadderFigure['tap']>,
  xs: readonly number[],
  bottom: number,
): readonly Svg[] {
  const offset = left === right ? (left === 0 ? 9 : -9) : 0;
  const x = ((xs[left] ?? 0) + (xs[right] ?? 0)) / 2 + offset;
  const width = textWidth(label) * TYPE.small;
  const center = Math.min(Math.max(x, width / 2 + 2), FIGURE_WIDTH - width / 2 - 2);
  return [
    line([x, 30], [x, bottom + 3], { stroke: INK.accent, width: 0.9, dash: '1.5 3' }),
    words(label, center, bottom + 11, { anchor: 'middle', fill: INK.accent, size: TYPE.small }),
  ];
}
