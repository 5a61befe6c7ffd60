/**
 * A small SVG builder. The only way for text into a drawing is `words`, which escapes it; looks are presentation attributes, so that the
 * drawing needs no style sheet (one is allowed to override them by class), and it refers to nothing outside itself.
 */
import { textWidth } from './text-width.ts';

/** A finished piece of SVG. */
export interface Svg {
  readonly markup: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Ink of figures: dark on white, and apart from each other by lightness too, for print without colour. */
export const INK = {
  text: '#1f2933',
  muted: '#5b6775',
  line: '#7b8794',
  faint: '#d3dae2',
  accent: '#1d5a96',
  alarm: '#a61b1b',
  paper: '#ffffff',
} as const;

export type Ink = (typeof INK)[keyof typeof INK];

/** A filled rectangle. */
export function block(x: number, y: number, width: number, height: number, fill: Ink): Svg {
  return element('rect', { x, y, width, height, fill, class: `fill-${nameOf(fill)}` });
}

/** Width of every figure: that of the text on an A4 page, in points. */
export const FIGURE_WIDTH = 495;

/** Sizes of type in points. */
export const TYPE = { label: 8, small: 7.2 } as const;

/** An element with children. Attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes, ...children: readonly Svg[]): Svg {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeXml(typeof value === 'number' ? numeral(value) : value)}"`],
  );
  const inside = children.map(({ markup }) => markup).join('');
  return {
    markup: inside === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inside}</${name}>`,
  };
}

/** A line of text; `anchor` says which of its ends stands at x. */
export function words(
  text: string,
  x: number,
  y: number,
  { anchor = 'start', size = TYPE.label, fill = INK.text, bold = false, turned = false }: WordStyle = {},
): Svg {
  return element(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill,
      class: `fill-${nameOf(fill)}`,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': bold ? 'bold' : undefined,
      transform: turned ? `rotate(-90 ${numeral(x)} ${numeral(y)})` : undefined,
    },
    { markup: escapeXml(text) },
  );
}

export interface WordStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly fill?: Ink;
  readonly bold?: boolean;
  /** Read from below to above. */
  readonly turned?: boolean;
}

/** A text on a ground of its own, so that lines behind it do not cross it. */
export function wordsOnPaper(text: string, x: number, y: number, style: WordStyle = {}): readonly Svg[] {
  const size = style.size ?? TYPE.label;
  const width = textWidth(text) * size + 4;
  const left = style.anchor === 'middle' ? x - width / 2 : style.anchor === 'end' ? x - width + 2 : x - 2;
  return [block(left, y - size, width, size * 1.35, INK.paper), words(text, x, y, style)];
}

/** A straight line. */
export function line(from: Point, to: Point, { stroke = INK.line, width = 0.8, dash }: LineStyle = {}): Svg {
  return element('line', {
    x1: from[0],
    y1: from[1],
    x2: to[0],
    y2: to[1],
    stroke,
    class: `stroke-${nameOf(stroke)}`,
    'stroke-width': width,
    'stroke-dasharray': dash,
  });
}

export type Point = readonly [x: number, y: number];
export interface LineStyle {
  readonly stroke?: Ink;
  /** Points. */
  readonly width?: number;
  readonly dash?: string;
}

/** A closed shape. */
export function shape(points: readonly Point[], fill: Ink, stroke?: Ink): Svg {
  const d = `M${points.map(([x, y]) => `${numeral(x)} ${numeral(y)}`).join('L')}Z`;
  const edge = stroke === undefined ? '' : ` stroke-${nameOf(stroke)}`;
  return element('path', { d, fill, stroke, class: `fill-${nameOf(fill)}${edge}` });
}

/** The drawing: parts on a ground of `width` × `height` points, with a name and a description. */
export function drawing(
  { title, description }: { readonly title: string; readonly description: string },
  width: number,
  height: number,
  parts: readonly Svg[],
): string {
  const size = { viewBox: `0 0 ${numeral(width)} ${numeral(height)}`, width, height };
  const named = [
    element('title', {}, { markup: escapeXml(title) }),
    element('desc', {}, { markup: escapeXml(description) }),
  ];
  const ground = block(0, 0, width, height, INK.paper);
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', role: 'img', ...size }, ...named, ground, ...parts)
    .markup;
}

/** The name of an ink, by which a style sheet finds what is drawn in it: `fill-text`, `stroke-alarm`. */
function nameOf(ink: Ink): string {
  return Object.entries(INK).find(([, value]) => value === ink)?.[0] ?? '';
}

/** At most two decimal places, the same on every machine. */
function numeral(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Characters that XML 1.0 has no place for (§2.2). */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function escapeXml(text: string): string {
  return text
    .replace(NOT_XML, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
