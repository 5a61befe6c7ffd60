import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/cli/nearest.ts';

describe('nearest', () => {
  it.each([
    ['report', 'report', 0],
    ['reprot', 'report', 1],
    ['eport', 'report', 1],
    ['repoort', 'report', 1],
    ['rebort', 'report', 1],
    ['decoed', 'decode', 1],
    ['explian me', 'explain', 4],
    ['', 'help', 4],
  ])('takes "%s" for %s, %i edits away', (word, expected, edits) => {
    expect(nearest(word, ['report', 'decode', 'explain', 'help'])).toEqual({ word: expected, edits });
  });

  it('has no word to offer when there is none', () => {
    expect(nearest('x', []).edits).toBe(Number.POSITIVE_INFINITY);
  });
});
