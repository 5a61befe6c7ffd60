/** Text in columns of a terminal, where East Asian characters take two cells. */

/** Wide and full-width ranges (Unicode Standard Annex #11), as far as texts and names use them. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{M}/u;
/** Chinese punctuation that must not begin a line (GB/T 15834). */
const NOT_FIRST = /^[，。、；：？！）》」』】〕”’…—·]/u;
/** … and that must not end one. */
const NOT_LAST = /[（《「『【〔“‘]$/u;

/** Cells that a text takes. */
export function cellWidth(text: string): number {
  let cells = 0;
  for (const character of text) {
    if (NO_WIDTH.test(character)) continue;
    cells += WIDE.test(character) ? 2 : 1;
  }
  return cells;
}

/** Pieces between which a line may break: words with the spaces after them, and single wide characters with their punctuation. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const [piece] of text.matchAll(new RegExp(`${WIDE.source}|(?:(?!${WIDE.source})\\S)+\\s*|\\s+`, 'gu'))) {
    const last = pieces.at(-1);
    if (last !== undefined && (NOT_FIRST.test(piece) || NOT_LAST.test(last))) pieces[pieces.length - 1] = last + piece;
    else pieces.push(piece);
  }
  return pieces;
}

/** Breaks a text into lines of at most `width` cells; a longer word keeps its line to itself. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of piecesOf(text)) {
    if (line !== '' && cellWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
}

/** Wraps a text behind a margin; the first line may begin with a mark instead. */
export function indented(text: string, width: number, margin: string, first = margin): readonly string[] {
  const lines = wrap(text, Math.max(20, width - cellWidth(margin)));
  return lines.map((line, index) => (index === 0 ? first : margin) + line);
}
