// The table of contents, where the Markdown has a line `[[toc]]`.
import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import type { Section } from '../markdown/sections.ts';
import type { DocumentContext, Frame } from './context.ts';
import { setPlain } from './inline.ts';
import { CONTENTS_PAGE } from './page-breaks.ts';
import { COLOURS } from './theme.ts';

/** Headings of this depth are listed. */
const LISTED_DEPTH = 2;

/** A document with fewer sections is shorter than its table of contents is useful. */
const FEWEST_SECTIONS = 5;

/** Five digits, for which pdfmake makes room before it knows the number. */
const PAGE_NUMBER_WIDTH = 32;

/** Room between the two columns, in points. */
const GUTTER = 26;

/** More rows than this might not fit on one page, and a block that must not break would disappear (pdfmake 0.3). */
const MOST_UNBROKEN_ROWS = 15;

/** The table of contents in two columns, or nothing when the document is short. It stays on one page. */
export function contentsBlock(frame: Frame, context: DocumentContext): Content[] {
  const listed = [...context.sections.byToken.values()].filter(({ depth }) => depth === LISTED_DEPTH);
  if (listed.length < FEWEST_SECTIONS) return [];
  const uncounted = { ...context, glyphs: { ...context.glyphs, missing: new Map<number, number>() } };
  const entry = (section: Section | undefined): TableCell[] => entryOf(section, frame.fontSize, uncounted);
  const rows = Math.ceil(listed.length / 2);
  const body = listed.slice(0, rows).map((left, row) => [...entry(left), '', ...entry(listed[rows + row])]);
  const title = setPlain(context.options.labels.contents, frame.fontSize, context, { bold: true }).content;
  const column = [(frame.width - GUTTER) / 2 - PAGE_NUMBER_WIDTH, PAGE_NUMBER_WIDTH];
  return [
    {
      stack: [
        { text: title, style: 'contentsTitle' },
        { table: { widths: [...column, GUTTER, ...column], body, dontBreakRows: true }, layout: LEADERS },
      ],
      margin: [0, 6, 0, 12],
      ...(rows <= MOST_UNBROKEN_ROWS ? { unbreakable: true } : {}),
    },
  ];
}

/** Title and page number of a section, or two empty cells. */
function entryOf(section: Section | undefined, fontSize: number, context: DocumentContext): TableCell[] {
  if (section === undefined) return ['', ''];
  const { id, title } = section;
  return [
    { text: setPlain(title, fontSize, context).content, linkToDestination: id },
    { pageReference: id, style: CONTENTS_PAGE },
  ];
}

const LEADERS: CustomTableLayout = {
  hLineWidth: (line) => (line === 0 ? 0 : 0.5),
  hLineColor: (_line, _node, column) => (column === 2 ? '#ffffff' : COLOURS.strongLine),
  hLineStyle: () => ({ dash: { length: 0.7, space: 2.2 } }),
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 3,
  paddingBottom: () => 2,
};
