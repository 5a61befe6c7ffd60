// Moves width between the columns of a table as long as that makes the table shorter.

/** Lines that a cell takes in a column of a given width, in points. */
export type LinesOf = (row: number, column: number, width: number) => number;

/** Widths are moved in steps of so many points, the coarse ones first. */
const STEPS = [64, 32, 16, 8, 4] as const;

/** Enough rows to judge a table by: those of a table are much alike. */
const JUDGED_ROWS = 40;

/** Beside the lines of the table, those of each cell count a little, so that a line is won although it takes two moves. */
const CELL_WEIGHT = 0.01;

/** Finds widths of the same sum, none below its least, at which the table has fewer lines. */
export function tightColumns(
  start: readonly number[],
  least: readonly number[],
  rows: number,
  linesOf: LinesOf,
): readonly number[] {
  const height = heightOf(Math.min(rows, JUDGED_ROWS), linesOf);
  let widths = start;
  for (const step of STEPS) {
    let better: readonly number[] | undefined = widths;
    while (better !== undefined) {
      widths = better;
      better = bestMove(widths, least, step, height);
    }
  }
  return widths;
}

/** The single move that wins most, if any does. */
function bestMove(
  widths: readonly number[],
  least: readonly number[],
  step: number,
  height: (widths: readonly number[]) => number,
): readonly number[] | undefined {
  let lowest = height(widths);
  let best: readonly number[] | undefined;
  for (const [from, width] of widths.entries()) {
    if (width - step < (least[from] ?? 0)) continue;
    for (const to of widths.keys()) {
      if (to === from) continue;
      const moved = widths.map((each, column) => each + (column === to ? step : 0) - (column === from ? step : 0));
      const reached = height(moved);
      if (reached >= lowest - CELL_WEIGHT / 2) continue;
      [lowest, best] = [reached, moved];
    }
  }
  return best;
}

/** Height of the table in lines as a function of its widths; lines are counted once for each column and width. */
function heightOf(rows: number, linesOf: LinesOf): (widths: readonly number[]) => number {
  const known = new Map<string, readonly number[]>();
  const linesIn = (column: number, width: number): readonly number[] => {
    const key = `${column} ${width.toFixed(2)}`;
    const lines = known.get(key) ?? Array.from({ length: rows }, (_, row) => linesOf(row, column, width));
    known.set(key, lines);
    return lines;
  };
  return (widths) => {
    const columns = widths.map((width, column) => linesIn(column, width));
    let height = 0;
    for (let row = 0; row < rows; row += 1) {
      let most = 1;
      for (const column of columns) {
        const lines = column[row] ?? 1;
        most = Math.max(most, lines);
        height += lines * CELL_WEIGHT;
      }
      height += most;
    }
    return height;
  };
}
