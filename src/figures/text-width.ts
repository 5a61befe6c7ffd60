/**
 * How wide a text is, without a font: figures are drawn before it is known which font prints them. Each class of characters counts as its
 * wide members do in Noto Sans and Noto Sans SC, so that the estimate errs on the side of too much room.
 */

const FULL =
  /[\u1100-\u115f\u2018-\u201d\u2026\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffe6]|\p{Script=Han}/u;
const NARROW = /[ .,:;'|!ijl[\]()/\\`ftr-]/;
const DIGIT = /[0-9]/;
const WIDE = /[mwMW@%&+=<>~#]/;
const CAPITAL = /\p{Lu}/u;
const SMALL = /\p{L}/u;

/** Widths in em. */
const EM = { full: 1, narrow: 0.43, digit: 0.58, wide: 0.95, capital: 0.79, small: 0.62, other: 1 } as const;

/** Upper estimate of the width of a text, in em. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += emOf(character);
  return width;
}

function emOf(character: string): number {
  if (FULL.test(character)) return EM.full;
  if (NARROW.test(character)) return EM.narrow;
  if (DIGIT.test(character)) return EM.digit;
  if (WIDE.test(character)) return EM.wide;
  if (CAPITAL.test(character)) return EM.capital;
  return SMALL.test(character) ? EM.small : EM.other;
}

/** Cuts a text that is wider than `width` em, and says so with an ellipsis. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = textWidth('…');
  for (const character of text) {
    used += emOf(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
