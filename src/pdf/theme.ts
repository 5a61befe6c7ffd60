// The look of a report: A4, one accent colour, hairlines instead of boxes. All lengths in points.
import type { Margins, Style, StyleDictionary } from 'pdfmake/interfaces.js';
import type { AlertKind } from '../markdown/alert.ts';
import type { FontFamily } from './fonts.ts';

export const PAGE_SIZE = { width: 595.28, height: 841.89 } as const;
export interface PageMargins {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const PAGE_MARGINS: PageMargins = { left: 50, top: 62, right: 50, bottom: 58 };

/** One line more on each page, for a document whose last page would hold a few lines only. */
export const ROOMY_PAGE_MARGINS: PageMargins = { ...PAGE_MARGINS, top: 54, bottom: 54 };

/** As little as header and footer leave, for a sheet that is to fit a number of pages. */
export const NARROW_PAGE_MARGINS: PageMargins = { ...PAGE_MARGINS, top: 51, bottom: 42 };
export const CONTENT_WIDTH = PAGE_SIZE.width - PAGE_MARGINS.left - PAGE_MARGINS.right;

/** Height of the space between header and footer. */
export const CONTENT_HEIGHT = PAGE_SIZE.height - PAGE_MARGINS.top - PAGE_MARGINS.bottom;

export const COLOURS = {
  text: '#1f2933',
  muted: '#66727f',
  heading: '#12365f',
  accent: '#1d5a96',
  link: '#1d5a96',
  line: '#d3dae2',
  strongLine: '#8fa1b5',
  code: '#243b53',
  codeFill: '#eff3f7',
  boxFill: '#f6f8fa',
  headFill: '#e6edf5',
  zebraFill: '#f7f9fc',
} as const;

/** Bar and tint of each kind of callout. */
export const ALERT_COLOURS: Readonly<Record<AlertKind, { readonly bar: string; readonly fill: string }>> = {
  note: { bar: '#1d5a96', fill: '#eef5fc' },
  tip: { bar: '#1f7a4d', fill: '#eef8f2' },
  important: { bar: '#6b46a8', fill: '#f5f1fb' },
  warning: { bar: '#b7791f', fill: '#fdf7e8' },
  caution: { bar: '#b83232', fill: '#fdf0ef' },
};

export const FONT_SIZES = { body: 10, table: 8.8, code: 8.2, heading: [21, 14.5, 11.8, 10.4, 10, 10] } as const;

/** Width of a character of code, in em: every one in DejaVu Sans Mono has it. */
export const CODE_COLUMN = 0.602;

/** Line height as a factor of the font's own: Chinese fonts bring more air than Latin ones. */
const LINE_HEIGHT: Readonly<Record<FontFamily, number>> = { Han: 1.14, Latin: 1.22, Mono: 1.3, Symbols: 1.2 };

/** Space below a paragraph or list of the page. */
export const PARAGRAPH_GAP = 7;

/** Space left, above, right of and below other blocks; space between blocks is always the one below. */
export const BLOCK_MARGIN: Margins = [0, 2, 0, 9];

/** Space around a heading, by depth. */
const HEADING_MARGINS: readonly Margins[] = [
  [0, 0, 0, 10],
  [0, 13, 0, 6],
  [0, 8, 0, 4],
  [0, 5, 0, 3],
  [0, 4, 0, 3],
  [0, 4, 0, 3],
];

/** Named styles of the content tree, for a document whose running text is set in `body`. */
export function styles(
  body: FontFamily,
  heading: string = COLOURS.heading,
): StyleDictionary & { readonly body: Style } {
  const headings = FONT_SIZES.heading.map((fontSize, index): [string, Style] => [
    `heading${index + 1}`,
    { fontSize, bold: true, lineHeight: 1.05, color: heading, margin: HEADING_MARGINS[index] ?? BLOCK_MARGIN },
  ]);
  return {
    ...Object.fromEntries(headings),
    body: { font: body, fontSize: FONT_SIZES.body, lineHeight: LINE_HEIGHT[body], color: COLOURS.text },
    tableCell: { fontSize: FONT_SIZES.table, lineHeight: LINE_HEIGHT[body] * 0.95 },
    code: { font: 'Mono', fontSize: FONT_SIZES.code, lineHeight: LINE_HEIGHT.Mono, color: COLOURS.code },
    contentsTitle: { fontSize: 11.8, bold: true, color: heading, margin: [0, 4, 0, 4] },
    contentsPage: { alignment: 'right', color: COLOURS.muted },
    running: { fontSize: 8, lineHeight: 1, color: COLOURS.muted },
  };
}
