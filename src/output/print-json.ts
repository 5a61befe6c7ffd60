/** Characters that act on a terminal or turn the order of a line: controls that JSON leaves as they are, format characters, separators. */
const ACTING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON of a value, whose strings may be a stranger's: what a terminal would obey is written as `\u202e` (RFC 8259 §7). The value is the same. */
export function printJson(value: unknown): string {
  return JSON.stringify(value).replace(ACTING, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
