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
 * Shares the width of a table among its columns so that they fill it exactly. Columns of short cells get all they ask for;
 * the long ones share the rest evenly, none below its least width.
 */
export function columnWidths(demands: readonly ColumnDemand[], available: number): readonly number[] {
  const least = leastWidths(demands, available);
  const asked = demands.map((demand, index) => Math.max(Math.min(demand.natural, available), least[index] ?? 0));
  const upTo = (level: number): readonly number[] =>
    asked.map((most, index) => Math.min(most, Math.max(level, least[index] ?? 0)));
  let [low, high] = [0, available];
  for (let step = 0; step < BISECTIONS; step += 1) {
    const level = (low + high) / 2;
    if (sum(upTo(level)) <= available) low = level;
    else high = level;
  }
  const widths = upTo(low);
  return widths.map((width) => (width * available) / sum(widths));
}

/** Enough to find a level to a thousandth of a point on any page. */
const BISECTIONS = 30;

/** The least widths, with the longest words broken as far as the table needs. */
export function leastWidths(demands: readonly ColumnDemand[], available: number): readonly number[] {
  const capped = (most: number): readonly number[] => demands.map(({ least }) => Math.min(least, most));
  let most = available * LARGEST_SHARE_OF_ONE_WORD;
  while (sum(capped(most)) > available && most > available / demands.length) most *= 0.9;
  return capped(most);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
