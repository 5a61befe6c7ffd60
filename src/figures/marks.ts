/** Marks of points: apart by shape, so that they stay apart without colour. */
import { element, INK, line, type Point, type Svg, shape } from './svg.ts';

/** A filled dot. */
export function dot([x, y]: Point): Svg {
  return element('circle', { cx: x, cy: y, r: 2.6, fill: INK.accent, class: 'fill-accent' });
}

/** A thick cross. */
export function crossMark([x, y]: Point): readonly Svg[] {
  const arm = 4;
  const style = { stroke: INK.alarm, width: 2 };
  return [line([x - arm, y - arm], [x + arm, y + arm], style), line([x - arm, y + arm], [x + arm, y - arm], style)];
}

/** An open diamond. */
export function diamond([x, y]: Point): Svg {
  const arm = 4;
  return shape(
    [
      [x, y - arm],
      [x + arm, y],
      [x, y + arm],
      [x - arm, y],
    ],
    INK.paper,
    INK.alarm,
  );
}
