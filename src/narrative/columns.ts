/** A table in columns of a terminal. */
import { cellWidth, wrap } from './text-width.ts';

const GAP = '  ';
/** Cells that a column keeps however narrow the terminal is: an address or a number of ten digits. */
const NARROWEST = 10;

/** Rows of equal length as lines: columns as wide as their widest cell, the widest giving way where the terminal ends. */
export function columns(rows: readonly (readonly string[])[], width: number): readonly string[] {
  const widths = fitted(naturalWidths(rows), width);
  return rows.flatMap((row) => rowLines(row, widths));
}

function naturalWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const [first = []] = rows;
  return first.map((_, column) => Math.max(...rows.map((row) => cellWidth(row[column] ?? ''))));
}

function fitted(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  const room = width - GAP.length * (widths.length - 1);
  for (let over = sum(widths) - room; over > 0; over -= 1) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function rowLines(row: readonly string[], widths: readonly number[]): readonly string[] {
  const cells = row.map((text, column) => wrap(text, widths[column] ?? NARROWEST));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => padded(lines[line] ?? '', widths[column] ?? NARROWEST))
      .join(GAP)
      .trimEnd(),
  );
}

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - cellWidth(text)));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
