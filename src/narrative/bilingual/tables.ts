/** Tables of two languages as one, where their cells say the same or a few words each. */
import { cellWidth } from '../text-width.ts';

/** Between the words of two languages in one cell. */
const BETWEEN = ' / ';

/** Cells of two languages stand side by side up to this width together, in columns of a terminal; longer ones would break too often. */
export const NARROW = 28;

/** Header, rule and rows; null when a block is no table. */
function rowsOf(block: string): readonly (readonly string[])[] | null {
  const lines = block.split('\n');
  if (lines.length < 2 || lines.some((line) => !/^\|.*\|$/.test(line))) return null;
  return lines.map((line) => line.slice(1, -1).split(/(?<!\\)\|/));
}

/** One table for both, or null when they are no tables of one shape or a pair of cells is wider than `widest`. */
export function oneTable(first: string, second: string, widest: number): string | null {
  const [left, right] = [rowsOf(first), rowsOf(second)];
  if (left === null || right === null || left.length !== right.length) return null;
  const lines: string[] = [];
  for (const [row, cells] of left.entries()) {
    const others = right[row] ?? [];
    // The header is narrow in every language, and a table whose rows hold no words must not be repeated for its sake.
    const merged = row === 0 ? oneRow(cells, others, Number.POSITIVE_INFINITY) : oneRow(cells, others, widest);
    if (merged === null) return null;
    lines.push(`|${merged.join('|')}|`);
  }
  return lines.join('\n');
}

function oneRow(cells: readonly string[], others: readonly string[], widest: number): readonly string[] | null {
  if (cells.length !== others.length) return null;
  const merged = cells.map((cell, column) => oneCell(cell.trim(), (others[column] ?? '').trim(), widest));
  return merged.includes(null) ? null : merged.map((cell) => ` ${cell} `);
}

function oneCell(cell: string, other: string, widest: number): string | null {
  if (cell === other) return cell;
  return cellWidth(cell) + cellWidth(other) <= widest ? `${cell}${BETWEEN}${other}` : null;
}
