// Boxes around content: a tinted one with a coloured bar for callouts and quotes, a framed one for code.
import type { Content, CustomTableLayout } from 'pdfmake/interfaces.js';
import { BLOCK_MARGIN } from './theme.ts';

/** The look of a box. */
export interface BoxStyle {
  readonly fill: string | null;
  /** Bar at the left edge. */
  readonly bar: string;
  readonly barWidth: number;
  readonly padding: { readonly x: number; readonly y: number };
}

/** Width that is left for the content of a box of a given outer width, in points. */
export function innerWidth(width: number, { barWidth, padding }: BoxStyle): number {
  return width - barWidth - 2 * padding.x;
}

/** Puts content into a box; `unbreakable` only for content that is certainly shorter than a page. */
export function box(content: Content[], width: number, style: BoxStyle, unbreakable: boolean): Content {
  return {
    margin: BLOCK_MARGIN,
    ...(unbreakable ? { unbreakable } : {}),
    layout: layoutOf(style),
    table: { widths: [innerWidth(width, style)], body: [[{ stack: content }]] },
  };
}

function layoutOf({ fill, bar, barWidth, padding }: BoxStyle): CustomTableLayout {
  return {
    hLineWidth: () => 0,
    vLineWidth: (line) => (line === 0 ? barWidth : 0),
    vLineColor: () => bar,
    paddingLeft: () => padding.x,
    paddingRight: () => padding.x,
    paddingTop: () => padding.y,
    paddingBottom: () => padding.y,
    fillColor: () => fill,
  };
}
