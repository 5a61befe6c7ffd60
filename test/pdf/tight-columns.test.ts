import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TightCell, tightColumns } from '../../src/pdf/tight-columns.ts';

/** A cell of text that may break anywhere, so many points long. */
const cell = (natural: number): TightCell => ({
  natural,
  linesAt: (width) => Math.max(1, Math.ceil(natural / width)),
});

const cells = (lengths: readonly (readonly number[])[]): readonly (readonly TightCell[])[] =>
  lengths.map((row) => row.map(cell));

/** Lines of the whole table. */
const height = (lengths: readonly (readonly number[])[], widths: readonly number[]): number =>
  cells(lengths).reduce(
    (sum, row) => sum + Math.max(...row.map(({ linesAt }, column) => linesAt(widths[column] ?? 1))),
    0,
  );

describe('tightColumns', () => {
  it('gives room to the column that makes rows high', () => {
    const lengths = Array.from({ length: 9 }, () => [60, 600]);
    expect(height(lengths, [200, 200])).toBe(27);
    expect(height(lengths, tightColumns([200, 200], [40, 40], cells(lengths)))).toBe(18);
  });

  it('wins a line that takes the room of two columns', () => {
    const lengths = Array.from({ length: 5 }, () => [50, 50, 296]);
    expect(height(lengths, [100, 100, 200])).toBe(10);
    expect(height(lengths, tightColumns([100, 100, 200], [40, 40, 60], cells(lengths)))).toBe(5);
  });

  it('leaves widths alone where nothing can be won', () => {
    expect(tightColumns([100, 100], [10, 10], cells([[50, 50]]))).toEqual([100, 100]);
    expect(tightColumns([100, 100], [100, 100], cells([[50, 900]]))).toEqual([100, 100]);
  });

  it('keeps the sum and the least widths, and never makes a table higher', () => {
    const length = fc.integer({ min: 0, max: 900 });
    const table = fc
      .integer({ min: 1, max: 6 })
      .chain((columns) =>
        fc.array(fc.array(length, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 12 }),
      );
    fc.assert(
      fc.property(table, (lengths) => {
        const start = (lengths[0] ?? []).map(() => 90);
        const least = start.map(() => 40);
        const widths = tightColumns(start, least, cells(lengths));
        const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
        expect(sum(widths)).toBeCloseTo(sum(start), 6);
        expect(Math.min(...widths)).toBeGreaterThanOrEqual(40);
        expect(height(lengths, widths)).toBeLessThanOrEqual(height(lengths, start) + lengths.length / 2);
      }),
    );
  });
});
