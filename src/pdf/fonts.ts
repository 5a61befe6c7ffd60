// The fonts of a report: which files there are, and in which order they are asked for a character.
// pdfmake has no fallback between fonts and prints a missing character as a blank, so the choice is made here.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TFontDictionary } from 'pdfmake/interfaces.js';
import { type Face, readFace } from './true-type.ts';

const path = (file: string): string => fileURLToPath(new URL(`./fonts/${file}`, import.meta.url));

/** The looks a font comes in. Chinese has no italic. */
export type Look = 'regular' | 'bold' | 'italic';

type Files = Readonly<{ regular: string } & Partial<Record<Look, string>>>;

const FILES = {
  Han: { regular: path('NotoSansSC-Regular.ttf'), bold: path('NotoSansSC-Bold.ttf') },
  Latin: {
    regular: path('NotoSans-Regular.ttf'),
    bold: path('NotoSans-Bold.ttf'),
    italic: path('NotoSans-Italic.ttf'),
  },
  Mono: { regular: path('DejaVuSansMono.ttf'), bold: path('DejaVuSansMono-Bold.ttf') },
  Symbols: { regular: path('DejaVuSans.ttf') },
} as const satisfies Record<string, Files>;

/** A font as pdfmake knows it by name. */
export type FontFamily = keyof typeof FILES;

/** One font file that may be asked for a character. */
export interface FontChoice {
  readonly family: FontFamily;
  readonly look: Look;
  readonly face: Face;
}

/** The fonts asked for a character, first to last, by kind of text. */
export interface FontChains {
  /** The family of running text. */
  readonly body: FontFamily;
  readonly chain: (kind: TextKind) => readonly FontChoice[];
}

/** What a font is chosen for. */
export interface TextKind {
  readonly mono: boolean;
  readonly look: Look;
}

/** Every font file there is: the only files a report may be made of. */
export const fontPaths: ReadonlySet<string> = new Set(Object.values(FILES).flatMap((files) => Object.values(files)));

/** Font definitions for pdfmake; `monospace` serves figures. */
export function fontDictionary(): TFontDictionary {
  const families: readonly [string, Files][] = Object.entries({ ...FILES, monospace: FILES.Mono });
  return Object.fromEntries(
    families.map(([name, { regular, bold = regular, italic = regular }]) => [
      name,
      { normal: regular, bold, italics: italic, bolditalics: bold },
    ]),
  );
}

/** Languages whose punctuation is full-width: their running text starts with the Chinese font. */
const FULL_WIDTH_LANGUAGE = /^(?:zh|yue|ja|ko)(?:-|$)/i;

/**
 * The order of fonts for a language. In English the Latin font comes first, since the Chinese one draws ’ and … full-width.
 * A bold or italic font has fewer characters than the regular one, which therefore stands in for it.
 */
export function fontChains(language: string): FontChains {
  const [body, other] = FULL_WIDTH_LANGUAGE.test(language) ? (['Han', 'Latin'] as const) : (['Latin', 'Han'] as const);
  return {
    body,
    chain: ({ mono, look }) => {
      const families: readonly FontFamily[] = mono ? ['Mono', body, other] : [body, other];
      const looks: readonly Look[] = look === 'regular' ? [look] : [look, 'regular'];
      return [...looks.flatMap((each) => families.map((family) => choice(family, each))), choice('Symbols', 'regular')];
    },
  };
}

const choices = new Map<string, FontChoice>();

/** A font in the look asked for, or in the regular one. Its file is read once per process, when it is first asked. */
function choice(family: FontFamily, wanted: Look): FontChoice {
  const files: Files = FILES[family];
  const look = files[wanted] === undefined ? 'regular' : wanted;
  const key = `${family} ${look}`;
  const known = choices.get(key);
  if (known !== undefined) return known;
  let face: Face | undefined;
  const read = (): Face => {
    face ??= readFace(readFileSync(files[look] ?? files.regular));
    return face;
  };
  const made: FontChoice = {
    family,
    look,
    face: { has: (codePoint) => read().has(codePoint), advance: (codePoint) => read().advance(codePoint) },
  };
  choices.set(key, made);
  return made;
}
