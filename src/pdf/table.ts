// Markdown tables: header repeated on each page, zebra rows, widths that keep every word on the page.
import type { Tokens } from 'marked';
import type { Alignment, Content, ContentTable, CustomTableLayout, Table, TableCell } from 'pdfmake/interfaces.js';
import { columnWidths, leastWidths } from './column-widths.ts';
import type { DocumentContext, Frame } from './context.ts';
import { linesAt, type SetText, setInline } from './inline.ts';
import { BLOCK_MARGIN, COLOURS, FONT_SIZES } from './theme.ts';
import { type TightCell, tightColumns } from './tight-columns.ts';

const PADDING_Y = 3.2;

/** Type and space of a table: one of many columns is set smaller, so that its rows stay short. */
interface Setting {
  readonly fontSize: number;
  readonly paddingX: number;
}

const ORDINARY: Setting = { fontSize: FONT_SIZES.table, paddingX: 5 };
const DENSE: Setting = { fontSize: 8.2, paddingX: 4 };

/** A table of so many columns is set densely. */
const MANY_COLUMNS = 6;

/**
 * A row taller than a page that must not break disappears without a word (pdfmake 0.3), so rows are kept together only where
 * every one is certainly short. In lines.
 */
const LONGEST_UNBROKEN_ROW = 12;

/** A table of so few lines is not divided at all. */
const LONGEST_UNBROKEN_TABLE = 9;

/** A cell of at most this width keeps its line: 判断 must not become 判 over 断. In em. */
const SHORT_CELL = 5.5;

/** Room that kerning and rounding may take from a column, in points. */
const SLACK = 1;

/** Converts a table; one without words in its header is a list of names (first column) and values. */
export function tableBlock(token: Tokens.Table, frame: Frame, context: DocumentContext): Content {
  const setting = token.header.length >= MANY_COLUMNS ? DENSE : ORDINARY;
  const fontSize = Math.min(setting.fontSize, frame.fontSize);
  const hasHeader = token.header.some(({ text }) => text.trim() !== '');
  const header = hasHeader ? [token.header.map((cell) => setCell(cell, fontSize, true, context))] : [];
  const rows = token.rows.map((row) =>
    row.map((cell, column) => setCell(cell, fontSize, !hasHeader && column === 0, context)),
  );
  const body = [...header, ...rows];
  const available = frame.width - token.header.length * setting.paddingX * 2;
  const widths = widthsOf(body, fontSize, available);
  const heights = rowHeights(body, widths, fontSize);
  return {
    style: 'tableCell',
    fontSize,
    margin: BLOCK_MARGIN,
    layout: layoutOf(hasHeader, setting.paddingX),
    ...(sum(heights) <= LONGEST_UNBROKEN_TABLE ? { unbreakable: true } : {}),
    table: {
      ...breaking(heights, hasHeader),
      widths: [...widths],
      body: body.map((row) => row.map(({ content }, column) => cellOf(content, token.align[column] ?? null))),
    },
  };
}

/** How a table may be divided between pages. */
function breaking(heights: readonly number[], hasHeader: boolean): Partial<Table> {
  if (sum(heights) <= LONGEST_UNBROKEN_TABLE) return {};
  const dontBreakRows = heights.every((height) => height <= LONGEST_UNBROKEN_ROW);
  // A header that is taller than a page could never be printed on top of each.
  if (!hasHeader || (heights[0] ?? 0) > LONGEST_UNBROKEN_ROW) return { dontBreakRows };
  // The header and the rows kept with it are one block, so they too must certainly be short.
  const keepWithHeaderRows = sum(heights.slice(0, 3)) <= LONGEST_UNBROKEN_ROW ? 2 : 0;
  return { dontBreakRows, headerRows: 1, keepWithHeaderRows };
}

function setCell(cell: Tokens.TableCell, fontSize: number, bold: boolean, context: DocumentContext): SetText {
  const style = { inTable: true, ...(bold ? { bold } : {}) };
  return setInline(cell.tokens, fontSize, context, style);
}

function cellOf(content: SetText['content'], align: Alignment | null): TableCell {
  const text = content.length === 0 ? '' : content;
  return align === null || align === 'left' ? { text } : { text, alignment: align };
}

function widthsOf(body: readonly (readonly SetText[])[], fontSize: number, available: number): readonly number[] {
  const columns = body[0]?.length ?? 0;
  const demands = Array.from({ length: columns }, (_, column) => {
    const cells = body.map((row) => row[column]).filter((cell) => cell !== undefined);
    const points = (em: (cell: SetText) => number): number =>
      cells.reduce((most, cell) => Math.max(most, em(cell)), 0) * fontSize + SLACK;
    return {
      natural: points((cell) => cell.width),
      least: points(({ width: whole, longestWord }) => (whole <= SHORT_CELL ? whole : longestWord)),
    };
  });
  const least = leastWidths(demands, available);
  const cells = body.map((row) => row.map((cell) => tightCell(cell, fontSize)));
  return tightColumns(columnWidths(demands, available), least, cells);
}

function tightCell(cell: SetText, fontSize: number): TightCell {
  return {
    natural: cell.width * fontSize + SLACK,
    linesAt: (width) => linesAt(cell, (width - SLACK) / fontSize),
  };
}

/** An upper estimate of the height of each row, in lines. */
function rowHeights(
  rows: readonly (readonly SetText[])[],
  widths: readonly number[],
  fontSize: number,
): readonly number[] {
  const height = ({ lines, width }: SetText, column: number): number =>
    lines * Math.ceil((width * fontSize * 1.15) / (widths[column] ?? 1));
  return rows.map((row) => Math.max(1, ...row.map(height)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const isEdge = (line: number, { table }: ContentTable): boolean => line === 0 || line === table.body.length;

/** Hairlines between rows, stronger ones around the table and below its header, and a tint on every other row. */
function layoutOf(hasHeader: boolean, paddingX: number): CustomTableLayout {
  const isStrong = (line: number, node: ContentTable): boolean => isEdge(line, node) || (hasHeader && line === 1);
  return {
    paddingLeft: () => paddingX,
    paddingRight: () => paddingX,
    paddingTop: () => PADDING_Y,
    paddingBottom: () => PADDING_Y,
    vLineWidth: () => 0,
    hLineWidth: (line, node) => (isStrong(line, node) ? 0.8 : 0.4),
    hLineColor: (line, node) => (isStrong(line, node) ? COLOURS.strongLine : COLOURS.line),
    ...(hasHeader ? { fillColor: (row: number) => zebra(row) } : {}),
  };
}

function zebra(row: number): string | null {
  if (row === 0) return COLOURS.headFill;
  return row % 2 === 0 ? COLOURS.zebraFill : null;
}
