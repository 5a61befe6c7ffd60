/** Strings of strangers in JSON: the same value, and nothing that a terminal obeys. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printJson } from '../../src/output/print-json.ts';

it('keeps every value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(JSON.parse(printJson({ [text]: [text] }))).toEqual({ [text]: [text] });
    }),
  );
});

it.each(['\u001b[31m', '\u009b31m', 'a\u202eb', '\u2066x\u2069', '\ufeff', '\u2028', '\u{e0041}', '\u007f'])(
  'writes %j without a character that acts',
  (text) => {
    expect(printJson(text)).toMatch(/^[ -~]+$/);
  },
);
