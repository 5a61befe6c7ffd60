// The table of contents, where the Markdown has a line `[[toc]]`.
import type { Token } from 'marked';
import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import type { DocumentContext, Frame } from './context.ts';
import { setPlain } from './inline.ts';
import { COLOURS } from './theme.ts';

/** Headings of this depth are listed. */
const LISTED_DEPTH = 2;

/** A document with fewer sections is shorter than its table of contents is useful. */
const FEWEST_SECTIONS = 5;

const PAGE_NUMBER_WIDTH = 32;

/** Whether a block is the line that asks for the table of contents. */
export function isContentsMark(token: Token): boolean {
  return token.type === 'paragraph' && token.raw.trim() === '[[toc]]';
}

/** The table of contents, or nothing when the document is short. */
export function contentsBlock(frame: Frame, context: DocumentContext): Content[] {
  const listed = [...context.sections.byToken.values()].filter(({ depth }) => depth === LISTED_DEPTH);
  if (listed.length < FEWEST_SECTIONS) return [];
  const uncounted = { ...context, glyphs: { ...context.glyphs, missing: new Map<number, number>() } };
  const body = listed.map(({ id, title }): TableCell[] => [
    { text: setPlain(title, frame.fontSize, uncounted).content, linkToDestination: id },
    { pageReference: id, style: 'contentsPage' },
  ]);
  const title = setPlain(context.options.labels.contents, frame.fontSize, context, { bold: true }).content;
  const widths = [frame.width - PAGE_NUMBER_WIDTH, PAGE_NUMBER_WIDTH];
  return [
    { text: title, style: 'contentsTitle' },
    { table: { widths, body, dontBreakRows: true }, layout: LEADERS, margin: [0, 0, 0, 12] },
  ];
}

const LEADERS: CustomTableLayout = {
  hLineWidth: (line) => (line === 0 ? 0 : 0.5),
  hLineColor: () => COLOURS.strongLine,
  hLineStyle: () => ({ dash: { length: 0.7, space: 2.2 } }),
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 3,
  paddingBottom: () => 2,
};
