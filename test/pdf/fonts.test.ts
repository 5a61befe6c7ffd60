import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { GB2312, RARE_IN_NAMES, UNIFIED_IDEOGRAPHS } from '../../scripts/font-characters.ts';
import { fontChains, fontDictionary, fontPaths } from '../../src/pdf/fonts.ts';
import { readFace } from '../../src/pdf/true-type.ts';

/** The part of fontkit's font that is needed here; fontkit is what pdfkit reads fonts with. */
interface Font {
  readonly numGlyphs: number;
  readonly unitsPerEm: number;
  readonly characterSet: readonly number[];
  getGlyph(id: number): { readonly advanceWidth: number };
  glyphForCodePoint(codePoint: number): { readonly advanceWidth: number };
}

const pdfkit = createRequire(createRequire(import.meta.url).resolve('pdfmake'));
const fontkit = createRequire(pdfkit.resolve('pdfkit'))('fontkit') as { openSync(path: string): Font };

const folder = fileURLToPath(new URL('../../src/pdf/fonts/', import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith('.ttf'));

/** What the templates draw with. */
const TEMPLATE_SYMBOLS = '✓✗⚠→←↑↓⇒≤≥≠≈±●○■□▲▼★☐☑①②③│├└─┌┐┘…—·×µΩ§‹›“”‘’№′″';

it('every font file is used, and every font used is there', () => {
  expect(files.map((file) => folder + file).sort()).toEqual([...fontPaths].sort());
  expect(Object.keys(fontDictionary())).toEqual(['Han', 'Latin', 'Mono', 'Symbols', 'monospace']);
});

it('keeps the package small', () => {
  const sizes = files.map((file) => statSync(folder + file).size);
  expect(Math.max(...sizes)).toBeLessThan(8_000_000);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(12_000_000);
});

it('has a licence beside each family', () => {
  const licences = readdirSync(folder).filter((file) => file.startsWith('LICENSE-'));
  expect(licences).toEqual(['LICENSE-DejaVu.txt', 'LICENSE-NotoSans.txt', 'LICENSE-NotoSansSC.txt']);
  expect(readFileSync(`${folder}LICENSE-NotoSansSC.txt`, 'utf8')).toContain('SIL OPEN FONT LICENSE Version 1.1');
  expect(readFileSync(`${folder}LICENSE-DejaVu.txt`, 'utf8')).toContain('Bitstream Vera Fonts Copyright');
});

describe.each(files)('%s', (file) => {
  const font = fontkit.openSync(folder + file);
  const face = readFace(readFileSync(folder + file));

  it('can be read glyph by glyph', () => {
    for (let glyph = 0; glyph < font.numGlyphs; glyph += 1) {
      expect(font.getGlyph(glyph).advanceWidth).toBeGreaterThanOrEqual(0);
    }
    expect(font.numGlyphs).toBeGreaterThan(500);
  });

  it('is read by us as by fontkit: same characters, same widths', () => {
    const planes = Array.from({ length: 0x30000 }, (_, codePoint) => codePoint);
    const ours = planes.filter((codePoint) => face.has(codePoint));
    // fontkit also lists the end mark of the table, U+FFFF.
    const theirs = new Set(font.characterSet.filter((codePoint) => codePoint !== 0xffff));
    expect(ours).toEqual([...theirs].sort((a, b) => a - b));
    const widths = ours.filter((codePoint) => {
      const width = font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm;
      return Math.abs(face.advance(codePoint) - width) > 1e-9;
    });
    expect(widths).toEqual([]);
  });

  it('has no invisible characters', () => {
    expect(font.characterSet.filter((codePoint) => /[\p{Cc}\p{Cf}]/u.test(String.fromCodePoint(codePoint)))).toEqual(
      [],
    );
  });
});

const missing = (characters: string, file: string): string => {
  const face = readFace(readFileSync(folder + file));
  return [...characters].filter((character) => !face.has(character.codePointAt(0) ?? 0)).join('');
};

it.each(['NotoSansSC-Regular.ttf', 'NotoSansSC-Bold.ttf'])(
  '%s has all ideographs of GB/T 2312 and rare names',
  (file) => {
    const ideographs = [...GB2312].filter((character) => /\p{Script=Han}/u.test(character)).join('');
    expect(ideographs.length).toBeGreaterThanOrEqual(6763);
    expect(missing(ideographs + RARE_IN_NAMES, file)).toBe('');
  },
);

it('the regular Chinese font has all ideographs of GBK', () => {
  expect(UNIFIED_IDEOGRAPHS).toHaveLength(20_902);
  expect(missing(UNIFIED_IDEOGRAPHS, 'NotoSansSC-Regular.ttf')).toBe('');
});

it.each(['zh-CN', 'en'])('prints every symbol of the templates in %s, also in bold and in code', (language) => {
  const { chain } = fontChains(language);
  for (const mono of [false, true]) {
    for (const look of ['regular', 'bold', 'italic'] as const) {
      const faces = chain({ mono, look }).map(({ face }) => face);
      const lacking = [...TEMPLATE_SYMBOLS].filter(
        (symbol) => !faces.some((face) => face.has(symbol.codePointAt(0) ?? 0)),
      );
      expect(lacking).toEqual([]);
    }
  }
});

it('asks the Latin font first in English and the Chinese one first in Chinese', () => {
  const first = (language: string) => fontChains(language).chain({ mono: false, look: 'regular' })[0]?.family;
  expect(['zh-CN', 'zh', 'ja', 'en', 'en-GB', 'de', 'zhx'].map(first)).toEqual([
    'Han',
    'Han',
    'Han',
    'Latin',
    'Latin',
    'Latin',
    'Latin',
  ]);
});
