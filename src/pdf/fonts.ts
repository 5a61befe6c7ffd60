// The fonts of a report: which files there are, and in which order they are asked for a character.
// pdfmake has no fallback between fonts and prints a missing character as a blank, so the choice is made here.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TFontDictionary } from 'pdfmake/interfaces.js';
import { type Face, readFace } from './true-type.ts';

const path = (file: string): string => fileURLToPath(new URL(`./fonts/${file}`, import.meta.url));

const FILES = {
  Han: { regular: path('NotoSansSC-Regular.ttf'), bold: path('NotoSansSC-Bold.ttf') },
  Latin: { regular: path('NotoSans-Regular.ttf'), bold: path('NotoSans-Bold.ttf') },
  Mono: { regular: path('DejaVuSansMono.ttf'), bold: path('DejaVuSansMono-Bold.ttf') },
  Symbols: { regular: path('DejaVuSans.ttf'), bold: path('DejaVuSans.ttf') },
} as const;

/** A font as pdfmake knows it by name. */
export type FontFamily = keyof typeof FILES;

/** One font file that may be asked for a character. */
export interface FontChoice {
  readonly family: FontFamily;
  readonly bold: boolean;
  readonly face: Face;
}

/** The fonts asked for a character, first to last, by weight and kind of text. */
export interface FontChains {
  /** The family of running text. */
  readonly body: FontFamily;
  readonly chain: (kind: { readonly mono: boolean; readonly bold: boolean }) => readonly FontChoice[];
}

/** Every font file there is: the only files a report may be made of. */
export const fontPaths: ReadonlySet<string> = new Set(
  Object.values(FILES).flatMap(({ regular, bold }) => [regular, bold]),
);

/** Font definitions for pdfmake. Chinese has no italic, so italics are upright; `monospace` serves figures. */
export function fontDictionary(): TFontDictionary {
  const families = Object.entries({ ...FILES, monospace: FILES.Mono });
  return Object.fromEntries(
    families.map(([name, { regular, bold }]) => [name, { normal: regular, bold, italics: regular, bolditalics: bold }]),
  );
}

/** Languages whose punctuation is full-width: their running text starts with the Chinese font. */
const FULL_WIDTH_LANGUAGE = /^(?:zh|yue|ja|ko)(?:-|$)/i;

/**
 * The order of fonts for a language. In English the Latin font comes first, since the Chinese one draws ’ and … full-width.
 * The bold Chinese font has fewer characters than the regular one, which therefore stands in for it.
 */
export function fontChains(language: string): FontChains {
  const [body, other] = FULL_WIDTH_LANGUAGE.test(language) ? (['Han', 'Latin'] as const) : (['Latin', 'Han'] as const);
  return {
    body,
    chain: ({ mono, bold }) => {
      const families: readonly FontFamily[] = mono ? ['Mono', body, other] : [body, other];
      const chosen = families.map((family) => choice(family, bold));
      return [...chosen, ...(bold ? [choice('Han', false)] : []), choice('Symbols', bold)];
    },
  };
}

const choices = new Map<string, FontChoice>();

/** Reads a font file once per process, when it is first asked for. */
function choice(family: FontFamily, bold: boolean): FontChoice {
  const file = FILES[family][bold ? 'bold' : 'regular'];
  const key = `${family} ${file}`;
  const known = choices.get(key);
  if (known !== undefined) return known;
  let face: Face | undefined;
  const read = (): Face => {
    face ??= readFace(readFileSync(file));
    return face;
  };
  const made: FontChoice = {
    family,
    bold,
    face: { has: (codePoint) => read().has(codePoint), advance: (codePoint) => read().advance(codePoint) },
  };
  choices.set(key, made);
  return made;
}
