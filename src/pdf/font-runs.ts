// Splits text into runs of one font each. A character that no font has becomes a visible ‹U+XXXX› and is counted:
// a report must not lose a character silently, nor obey an invisible one.
import type { FontChains, FontChoice, TextKind } from './fonts.ts';

/** A piece of text that one font can print. */
export interface FontRun {
  readonly text: string;
  readonly font: FontChoice;
}

/** The fonts of a document and the characters none of them has. */
export interface Glyphs {
  readonly chains: FontChains;
  /** Code point → how often it was replaced. */
  readonly missing: Map<number, number>;
}

/** Control, format and separator characters, unpaired surrogates and private use: never printed as they are. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;

/** Variation selectors only choose between looks of the character before them. */
const VARIATION_SELECTOR = /[\ufe00-\ufe0f]/g;

const TAB = '    ';

/** Splits a text into font runs; `\n` stays where it is and forces a new line. */
export function fontRuns(text: string, kind: TextKind, glyphs: Glyphs): readonly FontRun[] {
  const chain = glyphs.chains.chain(kind);
  const runs: { text: string; font: FontChoice }[] = [];
  for (const character of text.replaceAll('\t', TAB).replace(VARIATION_SELECTOR, '')) {
    const font = fontOf(character, chain, runs.at(-1)?.font);
    for (const printed of font === undefined ? visible(character, glyphs.missing) : character) {
      const printer = font ?? fontOf(printed, chain, runs.at(-1)?.font);
      if (printer === undefined) throw new Error(`no font has "${printed}", which stands for missing characters`);
      const last = runs.at(-1);
      if (last?.font === printer) last.text += printed;
      else runs.push({ text: printed, font: printer });
    }
  }
  return runs;
}

/**
 * The first font of the chain that has the character. A space or new line stays in the run it follows; in code, where columns
 * count, a space has the width of the code font.
 */
function fontOf(
  character: string,
  chain: readonly FontChoice[],
  current: FontChoice | undefined,
): FontChoice | undefined {
  if (character === '\n') return current ?? chain[0];
  if (UNPRINTABLE.test(character)) return undefined;
  const codePoint = character.codePointAt(0) ?? 0;
  if (character === ' ' && current !== undefined && chain[0]?.family !== 'Mono') return current;
  return chain.find((font) => font.face.has(codePoint));
}

function visible(character: string, missing: Map<number, number>): string {
  const codePoint = character.codePointAt(0) ?? 0;
  missing.set(codePoint, (missing.get(codePoint) ?? 0) + 1);
  return `‹U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** Width of a text in em, without kerning. */
export function widthOf(run: FontRun): number {
  let width = 0;
  for (const character of run.text) width += run.font.face.advance(character.codePointAt(0) ?? 0);
  return width;
}
