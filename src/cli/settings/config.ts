/** The settings of `whyrst report`: a file beside the work, so that a team need not repeat its flags. Flags win. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Brand, type TextFolders, templateNames } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { nearest } from '../nearest.ts';
import type { Environment } from '../texts.ts';
import { nestedBrand, readBrand } from './brand.ts';
import { readSettings, type Settings } from './file.ts';
import { settingsPath } from './names.ts';

const WORDS = ['lang', 'format', 'timeZone', 'sections', 'without', 'commentLimit'] as const;
const SWITCHES = ['bilingual', 'letter', 'comment'] as const;
const FOLDERS = ['templates', 'locales'] as const;
const KEYS = [...WORDS, ...SWITCHES, ...FOLDERS, 'brand'];

/** Flags that a settings file may stand in for, and those that name files. */
export interface SettingFlags {
  readonly lang?: string;
  readonly config?: string;
  readonly brand?: string;
  readonly templates?: string;
  readonly locales?: string;
}

/** Flags with the settings behind them, and what was read from the files that they name. */
export interface Settled<Flags> {
  readonly flags: Flags;
  readonly brand: Brand | undefined;
  readonly folders: TextFolders;
}

/** Puts the settings behind the flags. WHYRST_LANG goes between them. */
export function settle<Flags extends SettingFlags>(flags: Flags, env: Environment, folder = '.'): Settled<Flags> {
  const path = settingsPath(flags.config, folder);
  const settings = path === undefined ? {} : readSettings(path, KEYS);
  const { brand, words } = path === undefined ? { brand: undefined, words: {} } : checked(settings, path);
  const { lang, ...others } = words;
  const { WHYRST_LANG: wished = '' } = env;
  const before = lang === undefined || wished !== '' ? others : words;
  const settled: Flags = { ...before, ...flags };
  return {
    flags: settled,
    brand: flags.brand === undefined ? brand : readBrand(flags.brand),
    folders: foldersFrom(settled),
  };
}

/** Settings as flags: every name of a file is relative to the settings. */
function checked(settings: Settings, path: string): { readonly words: Settings; readonly brand: Brand | undefined } {
  const { brand, ...others } = settings;
  const entries = Object.entries(others).map(([key, value]) => [key, asFlag(key, value, path)]);
  const beside = (name: string): string => resolve(dirname(path), name);
  const readBoth = (): Brand => (typeof brand === 'string' ? readBrand(beside(brand)) : nestedBrand(brand, path));
  return { words: Object.fromEntries(entries) as Settings, brand: brand === undefined ? undefined : readBoth() };
}

function asFlag(key: string, value: unknown, path: string): unknown {
  const isOneOf = (keys: readonly string[]): boolean => keys.includes(key);
  if (isOneOf(SWITCHES) && typeof value === 'boolean') return value;
  const list = Array.isArray(value) ? value : [value];
  const areWords = list.every((each) => typeof each === 'string' || typeof each === 'number');
  if (isOneOf(WORDS) && areWords) return list.join(',');
  if (isOneOf(FOLDERS) && typeof value === 'string') return resolve(dirname(path), value);
  const known = isOneOf(SWITCHES) ? 'true, false' : isOneOf(WORDS) ? '"a", ["a", "b"]' : '"a"';
  throw new WhyrstError('usage/bad-setting', { path, key, value: JSON.stringify(value), known });
}

function foldersFrom({ templates, locales }: SettingFlags): TextFolders {
  for (const folder of [templates, locales]) if (folder !== undefined) demandFolder(folder);
  if (templates !== undefined) demandKnownTemplates(templates);
  return { templates, locales };
}

function demandFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new WhyrstError('usage/bad-settings-file', { path, reason: 'ENOTDIR' });
}

/** A template under a name that nobody asks for would be passed over in silence. */
function demandKnownTemplates(folder: string): void {
  const known = templateNames();
  const unknown = readdirSync(folder).find((name) => name.endsWith('.mustache') && !known.includes(name));
  if (unknown === undefined) return;
  throw new WhyrstError('usage/unknown-template', { path: join(folder, unknown), near: nearest(unknown, known).word });
}
