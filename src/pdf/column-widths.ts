/** What a table column asks for, in points. */
export interface ColumnDemand {
  /** Width at which no cell breaks a line. */
  readonly natural: number;
  /** Width of its longest word: below it words are broken. */
  readonly least: number;
}

/** A longest word wider than this share of the table is broken rather than given the room: a hash must not starve its neighbours. */
const LARGEST_SHARE_OF_ONE_WORD = 0.45;

/**
 * Shares the width of a table among its columns so that they fill it exactly, as CSS 2.2 §17.5.2.2 does:
 * each gets its least width, and the rest is shared by how much more each would use.
 */
export function columnWidths(demands: readonly ColumnDemand[], available: number): readonly number[] {
  const least = leastWidths(demands, available);
  const natural = demands.map((demand, index) => Math.max(Math.min(demand.natural, available), least[index] ?? 0));
  const spare = available - sum(natural);
  if (spare >= 0) return addShares(natural, natural, spare);
  const room = available - sum(least);
  if (room <= 0) return least.map((width) => (width * available) / sum(least));
  const wishes = natural.map((width, index) => width - (least[index] ?? 0));
  return addShares(least, wishes, room);
}

/** The least widths, with the longest words broken as far as the table needs. */
function leastWidths(demands: readonly ColumnDemand[], available: number): readonly number[] {
  const capped = (most: number): readonly number[] => demands.map(({ least }) => Math.min(least, most));
  let most = available * LARGEST_SHARE_OF_ONE_WORD;
  while (sum(capped(most)) > available && most > available / demands.length) most *= 0.9;
  return capped(most);
}

function addShares(widths: readonly number[], weights: readonly number[], amount: number): readonly number[] {
  const total = sum(weights);
  return widths.map((width, index) => width + (amount * (weights[index] ?? 0)) / total);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
