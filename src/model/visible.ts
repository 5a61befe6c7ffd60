/** What comes from packets and file names is written by strangers: here it becomes harmless for a reader of plain text. */

/** C0 and C1 controls, format characters (bidirectional, zero-width, tags), separators, lone surrogates, private use, unassigned. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0]/gu;
/** Line breaks and tabs become spaces: a quoted value never starts a new line. */
const LINE_BREAKS = /\r\n|[\r\n\t]/g;

/** Shows control, bidirectional, zero-width and other invisible characters as ‹U+202E›. */
export function visible(raw: string): string {
  return raw.replace(LINE_BREAKS, ' ').replace(INVISIBLE, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    return `‹U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}
