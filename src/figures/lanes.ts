import type { LanesFigure } from '../model/figure.ts';
import { block, drawing, FIGURE_WIDTH, INK, line, type Svg, TYPE, words } from './svg.ts';
import { fitted } from './text-width.ts';

const LEFT = 4;
const RIGHT = FIGURE_WIDTH - 4;
const NAME_HEIGHT = 12;
const BAR_HEIGHT = 20;
const LANE_HEIGHT = NAME_HEIGHT + BAR_HEIGHT + 6;

/** Draws how many RSTs of each finding came when. Bars of a lane are measured by its own highest one. */
export function drawLanes(figure: LanesFigure): string {
  const bottom = figure.lanes.length * LANE_HEIGHT;
  const lanes = figure.lanes.flatMap((lane, index) => laneOf(lane, index * LANE_HEIGHT));
  const axis = [
    words(figure.start, LEFT, bottom + 10, { size: TYPE.small, fill: INK.muted }),
    words(figure.end, RIGHT, bottom + 10, { anchor: 'end', size: TYPE.small, fill: INK.muted }),
  ];
  return drawing(figure, FIGURE_WIDTH, bottom + 16, [...lanes, ...axis]);
}

function laneOf({ label, total, counts }: LanesFigure['lanes'][number], top: number): readonly Svg[] {
  const foot = top + NAME_HEIGHT + BAR_HEIGHT;
  const width = (RIGHT - LEFT) / counts.length;
  const most = Math.max(1, ...counts);
  const bars = counts.flatMap((count, index) => {
    if (count === 0) return [];
    const height = Math.max(3, (count / most) * BAR_HEIGHT);
    const x = LEFT + index * width + width * 0.1;
    return [block(x, foot - height, width * 0.8, height, INK.accent)];
  });
  const room = (RIGHT - LEFT) * 0.8;
  return [
    words(fitted(label, room / TYPE.label), LEFT, top + 9),
    words(total, RIGHT, top + 9, { anchor: 'end', size: TYPE.small, fill: INK.muted }),
    line([LEFT, foot], [RIGHT, foot], { width: 0.6 }),
    ...bars,
  ];
}
