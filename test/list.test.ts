import { describe, expect, it } from 'vitest';
import { mapped, remembering } from '../src/model/list.ts';

describe('a list whose items are made when they are asked for', () => {
  it('makes only those', () => {
    const made: number[] = [];
    const squares = mapped([1, 2, 3], (n, index) => {
      made.push(index);
      return n * n;
    });
    expect([squares.length, squares.at(2), squares.at(3)]).toEqual([3, 9, undefined]);
    expect(made).toEqual([2]);
    expect([...squares]).toEqual([1, 4, 9]);
  });

  it('may have the last ones at hand', () => {
    const made: number[] = [];
    const list = remembering(
      mapped([10, 11, 12, 13], (item, index) => {
        made.push(index);
        return { item };
      }),
      2,
    );
    const first = list.at(0);
    expect([list.at(1)?.item, list.at(0)]).toEqual([11, first]);
    expect(list.at(0)).toBe(first);
    expect([...list].map(({ item }) => item)).toEqual([10, 11, 12, 13]);
    expect(list.at(0)).toEqual(first);
    expect(made).toEqual([0, 1, 2, 3, 0]);
  });
});
