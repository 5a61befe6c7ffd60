import { dirname, resolve } from 'node:path';
import { type Brand, brandFacts } from '../../model/brand.ts';
import { WhyrstError } from '../../model/errors.ts';
import { contrastOnWhite } from './contrast.ts';
import { checkKeys, readSettings, type Settings } from './file.ts';
import { readLogo } from './logo.ts';

const TEXTS = [...brandFacts, 'footer'] as const;
const COLOURS = ['accent', 'heading'] as const;
const KEYS = [...TEXTS, 'logo', 'colours'];

/** Characters of a text: more would push the report off its own cover. */
const LONGEST = 200;
/** Contrast of text (WCAG 2.2 §1.4.3, level AA). */
const READABLE = 4.5;

/** Reads a file of `--brand`. */
export function readBrand(path: string): Brand {
  return brandFrom(readSettings(path, KEYS), path, '');
}

/** Checks the brand within a settings file. */
export function nestedBrand(value: unknown, path: string): Brand {
  return brandFrom(checkKeys(value, KEYS, { path, prefix: 'brand.' }), path, 'brand.');
}

function brandFrom(settings: Settings, path: string, prefix: string): Brand {
  const texts = TEXTS.flatMap((name) => {
    const value = settings[name];
    return value === undefined ? [] : [[name, textOf(value, { path, key: prefix + name })]];
  });
  const { logo, colours } = settings;
  return {
    ...(Object.fromEntries(texts) as Pick<Brand, (typeof TEXTS)[number]>),
    ...(logo === undefined
      ? {}
      : { logo: readLogo(resolve(dirname(path), textOf(logo, { path, key: `${prefix}logo` }))) }),
    ...(colours === undefined ? {} : { colours: coloursFrom(colours, path, prefix) }),
  };
}

interface Place {
  readonly path: string;
  readonly key: string;
}

/** A case number may be written without quotes. */
function textOf(value: unknown, { path, key }: Place): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && text.trim() !== '' && text.length <= LONGEST) return text;
  throw new WhyrstError('usage/bad-setting', { path, key, value: short(value), known: `1–${LONGEST} × "a"` });
}

function coloursFrom(value: unknown, path: string, prefix: string): NonNullable<Brand['colours']> {
  const given = checkKeys(value, COLOURS, { path, prefix: `${prefix}colours.` });
  const checked = Object.entries(given).map(([name, colour]) => [
    name,
    colourFrom(colour, { path, key: `${prefix}colours.${name}` }),
  ]);
  return Object.fromEntries(checked) as NonNullable<Brand['colours']>;
}

function colourFrom(value: unknown, { path, key }: Place): string {
  if (typeof value !== 'string' || !/^#[\da-f]{6}$/i.test(value)) {
    throw new WhyrstError('usage/bad-setting', { path, key, value: short(value), known: '#rrggbb' });
  }
  const contrast = contrastOnWhite(value);
  if (contrast >= READABLE) return value;
  // Cut, not rounded: 4.49 must not be told as 4.5.
  const ratio = `${Math.floor(contrast * 100) / 100}:1`;
  throw new WhyrstError('usage/low-contrast', { path, key, value, ratio, needed: `${READABLE}:1` });
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
