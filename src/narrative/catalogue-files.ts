/** The only reader of locales/ and templates/. Both lie beside src/ and beside dist/, so one relative URL serves both. */
import { readdirSync, readFileSync } from 'node:fs';
import { type Catalogue, loadCatalogue } from './catalogue.ts';

const packageUrl = new URL('../../', import.meta.url);

const read = (path: string): string => readFileSync(new URL(path, packageUrl), 'utf8');
const list = (folder: string): readonly string[] => readdirSync(new URL(`${folder}/`, packageUrl));

const loaded = new Map<string, Catalogue>();

/** BCP 47 tags of all languages: one folder each, nothing else to register. */
export function availableLanguages(): readonly string[] {
  return readdirSync(new URL('locales/', packageUrl), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The texts of one language, read once. */
export function catalogueFor(tag: string): Catalogue {
  const known = loaded.get(tag);
  if (known !== undefined) return known;
  const catalogue = loadCatalogue(read, list, tag);
  loaded.set(tag, catalogue);
  return catalogue;
}
