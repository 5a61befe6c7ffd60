/** What a table column asks for, in points. */
export interface ColumnDemand {
  /** Width at which no cell breaks a line. */
  readonly natural: number;
  /** Width of its longest word: below it words are broken. */
  readonly least: number;
}

/** A longest word wider than this share of the table is broken rather than given the room: a hash must not starve its neighbours. */
const LARGEST_SHARE_OF_ONE_WORD = 0.3;

/**
 * Shares the width of a table among its columns so that they fill it exactly, as CSS 2.2 §17.5.2.2 does:
 * each gets its least width, and the rest is shared by how much more each would use.
 */
export function columnWidths(demands: readonly ColumnDemand[], available: number): readonly number[] {
  const most = available * LARGEST_SHARE_OF_ONE_WORD;
  const least = demands.map((demand) => Math.min(demand.least, most));
  const natural = demands.map((demand, index) => Math.max(Math.min(demand.natural, available), least[index] ?? 0));
  const spare = available - sum(natural);
  if (spare >= 0)
    return addShares(
      natural,
      natural.map((width) => width + 1),
      spare,
    );
  const room = available - sum(least);
  if (room <= 0) return least.map((width) => (width * available) / sum(least));
  return addShares(
    least,
    natural.map((width, index) => width - (least[index] ?? 0)),
    room,
  );
}

function addShares(widths: readonly number[], weights: readonly number[], amount: number): readonly number[] {
  const total = sum(weights);
  return widths.map((width, index) => width + (amount * (weights[index] ?? 0)) / total);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
