/**
 * The only reader of locales and templates. Those of the package lie beside src/ and beside dist/, so one relative URL serves both;
 * a user may lay a folder of either over them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WhyrstError } from '../model/errors.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';

/** Folders of a user that go before those of the package. */
export interface TextFolders {
  /** Holds a folder for each language, named by its BCP 47 tag, with the files of locales/en. */
  readonly locales?: string | undefined;
  /** Holds Mustache templates under the names of those in templates/. */
  readonly templates?: string | undefined;
}

const packageFolder = fileURLToPath(new URL('../../', import.meta.url));
/** Says which sentences a language must have. */
const REFERENCE = 'en';
const ENDING = '.mustache';

const loaded = new Map<string, Catalogue>();

/** BCP 47 tags of all languages: one folder each, nothing else to register. */
export function availableLanguages({ locales }: TextFolders = {}): readonly string[] {
  const folders = [join(packageFolder, 'locales'), ...(locales === undefined ? [] : [locales])];
  return [...new Set(folders.flatMap(languagesIn))].sort();
}

function languagesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'common.json')));
}

/** Names of the templates that there are. */
export function templateNames(): readonly string[] {
  return templatesIn(join(packageFolder, 'templates'));
}

function templatesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith(ENDING));
}

/** The texts of one language, read once. */
export function catalogueFor(tag: string, folders: TextFolders = {}): Catalogue {
  const key = JSON.stringify([tag, folders.locales, folders.templates]);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const catalogue = load(tag, folders);
  loaded.set(key, catalogue);
  return catalogue;
}

function load(tag: string, { locales, templates }: TextFolders): Catalogue {
  const own = locales === undefined ? null : join(locales, tag);
  const isOwn = own !== null && existsSync(own);
  const overrides = new Map(
    (templates === undefined ? [] : templatesIn(templates)).map((name) => [
      name.slice(0, -ENDING.length),
      join(templates ?? '', name),
    ]),
  );
  const place = (path: string): string => {
    const [kind, ...rest] = path.split('/');
    if (kind === 'locales' && isOwn) return join(own, ...rest.slice(1));
    const name = rest.join('/');
    return overrides.get(name.slice(0, -ENDING.length)) ?? join(packageFolder, path);
  };
  const read = (path: string): string => readFileSync(place(path), 'utf8');
  if (isOwn) demandSameKeys(tag, place);
  const list = (folder: string): readonly string[] =>
    readdirSync(folder === 'templates' ? join(packageFolder, folder) : place(folder));
  return loadCatalogue(read, list, tag, overrides);
}

/** Refuses a language that lacks a sentence: it would be missed in the middle of a report. */
function demandSameKeys(tag: string, place: (path: string) => string): void {
  const reference = join(packageFolder, 'locales', REFERENCE);
  const files = readdirSync(reference, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
  for (const file of files) {
    const path = place(`locales/${tag}/${file.replaceAll('\\', '/')}`);
    const keys = new Set(keysOf(parsed(path)));
    const missing = [...keysOf(parsed(join(reference, file)))].find((key) => !keys.has(key));
    if (missing !== undefined) throw new WhyrstError('usage/bad-locale', { path, key: missing });
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new WhyrstError('usage/bad-settings-file', { path, reason: (error as Error).message }, { cause: error });
  }
}

/** Dotted keys of the sentences. Lists may have as many entries as a language needs. */
function keysOf(node: unknown, path = ''): readonly string[] {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return [path];
  return Object.entries(node).flatMap(([key, value]) => keysOf(value, path === '' ? key : `${path}.${key}`));
}
