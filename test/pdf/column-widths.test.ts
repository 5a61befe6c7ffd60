import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnWidths } from '../../src/pdf/column-widths.ts';

const rounded = (demands: readonly (readonly [number, number])[], available: number): number[] =>
  columnWidths(
    demands.map(([least, natural]) => ({ least, natural })),
    available,
  ).map((width) => Math.round(width));

describe('columnWidths', () => {
  it('widens the columns of a small table in proportion', () => {
    expect(
      rounded(
        [
          [10, 50],
          [10, 150],
        ],
        400,
      ),
    ).toEqual([100, 300]);
  });

  it('gives short columns all they ask for, and the rest to the long ones', () => {
    expect(
      rounded(
        [
          [10, 20],
          [20, 100],
          [30, 900],
        ],
        400,
      ),
    ).toEqual([20, 100, 280]);
    expect(
      rounded(
        [
          [10, 20],
          [20, 900],
          [30, 700],
        ],
        420,
      ),
    ).toEqual([20, 200, 200]);
  });

  it('does not break a word that fits into its share', () => {
    expect(
      rounded(
        [
          [170, 170],
          [20, 900],
          [20, 900],
        ],
        400,
      ),
    ).toEqual([170, 115, 115]);
  });

  it('breaks long words rather than starve their neighbours', () => {
    expect(
      rounded(
        [
          [20, 20],
          [390, 390],
          [390, 390],
        ],
        420,
      ),
    ).toEqual([20, 200, 200]);
    expect(
      rounded(
        Array.from({ length: 10 }, () => [200, 200] as const),
        400,
      ),
    ).toEqual(Array.from({ length: 10 }, () => 40));
  });

  it('always fills the table exactly, with a width for each column', () => {
    const demand = fc.record({
      least: fc.double({ min: 1, max: 2000, noNaN: true }),
      natural: fc.double({ min: 1, max: 5000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(demand, { minLength: 1, maxLength: 12 }), (demands) => {
        const widths = columnWidths(demands, 480);
        expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(480, 6);
        expect(Math.min(...widths)).toBeGreaterThan(0);
      }),
    );
  });
});
