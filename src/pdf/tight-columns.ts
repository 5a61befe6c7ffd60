// Moves width between the columns of a table as long as that makes the table shorter.

/** A cell as far as its height goes. */
export interface TightCell {
  /** Width at which it breaks no line, in points. */
  readonly natural: number;
  /** Lines it takes in a column of a given width, in points. */
  readonly linesAt: (width: number) => number;
}

/** Widths are moved in steps of so many points, the coarse ones first. */
const STEPS = [64, 32, 16, 8, 4, 2] as const;

/** Enough rows to judge a table by: those of a table are much alike. */
const JUDGED_ROWS = 40;

/** How much a fraction of a line counts beside whole lines, so that a line is won although it takes several moves. */
const FRACTION_WEIGHT = 0.05;

/** A move that wins less than this many lines is not made. */
const LEAST_WIN = 0.001;

/** Finds widths of the same sum, none below its least unless it starts there, at which the table has fewer lines. */
export function tightColumns(
  start: readonly number[],
  least: readonly number[],
  rows: readonly (readonly TightCell[])[],
): readonly number[] {
  const height = heightOf(rows.slice(0, JUDGED_ROWS));
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
  let lowest = height(widths) - LEAST_WIN;
  let best: readonly number[] | undefined;
  for (const [from, width] of widths.entries()) {
    if (width - step < (least[from] ?? 0)) continue;
    for (const to of widths.keys()) {
      if (to === from) continue;
      const moved = widths.map((each, column) => each + (column === to ? step : 0) - (column === from ? step : 0));
      const reached = height(moved);
      if (reached < lowest) [lowest, best] = [reached, moved];
    }
  }
  return best;
}

/** Height of the table as a function of its widths; lines are counted once for each column and width. */
function heightOf(rows: readonly (readonly TightCell[])[]): (widths: readonly number[]) => number {
  const known = new Map<string, readonly number[]>();
  const linesIn = (column: number, width: number): readonly number[] => {
    const key = `${column} ${width.toFixed(2)}`;
    const lines = known.get(key) ?? rows.map((row) => row[column]?.linesAt(width) ?? 1);
    known.set(key, lines);
    return lines;
  };
  return (widths) => {
    const columns = widths.map((width, column) => linesIn(column, width));
    return rows.reduce((height, cells, row) => {
      const lines = columns.reduce((most, column) => Math.max(most, column[row] ?? 1), 1);
      const fraction = cells.reduce((most, { natural }, column) => Math.max(most, natural / (widths[column] ?? 1)), 0);
      return height + lines + fraction * FRACTION_WEIGHT;
    }, 0);
  };
}
