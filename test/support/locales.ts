/** The files in locales/, as tests read them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { CauseText, ChecksText, CommonText, ErrorsText } from '../../src/model/catalogue.ts';
import type { FactShape } from '../../src/model/reading.ts';
import { commonFacts } from '../../src/model/story-keys.ts';
import { availableLanguages } from '../../src/narrative/catalogue-files.ts';
import { flatten } from './sentences.ts';

export const root = new URL('../../', import.meta.url);
export const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const json = (path: string): unknown => JSON.parse(read(path));
export const idsIn = (folder: string, extension: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(extension) && name !== `index${extension}`)
    .map((name) => name.slice(0, -extension.length))
    .sort();

export const tags = availableLanguages();
export const reference = 'en';
export const common = (tag: string): ReadonlyMap<string, string> =>
  flatten(json(`locales/${tag}/common.json`) as CommonText);
export const errors = (tag: string): ErrorsText => json(`locales/${tag}/errors.json`) as ErrorsText;
export const checks = (tag: string): ChecksText => json(`locales/${tag}/checks.json`) as ChecksText;
export const causeText = (tag: string, id: string): CauseText => json(`locales/${tag}/causes/${id}.json`) as CauseText;
export const group = (tag: string, name: string): readonly string[] =>
  Object.keys((json(`locales/${tag}/common.json`) as Record<string, object>)[name] ?? {}).sort();

/** Every sentence of a language that may quote facts, with the file it is in. Commands are no sentences. */
export function sentences(tag: string): [string, string][] {
  const files: [string, unknown][] = [
    ['common', json(`locales/${tag}/common.json`)],
    ['errors', errors(tag)],
    ['checks', checks(tag)],
    ...idsIn(`locales/${tag}/causes/`, '.json').map((id): [string, unknown] => [id, causeText(tag, id)]),
  ];
  return files.flatMap(([file, content]) =>
    [...flatten(content)]
      .filter(([key]) => !key.endsWith('.command'))
      .map(([key, text]): [string, string] => [`${file}: ${key}`, text]),
  );
}

/** Names that a sentence with facts of this shape may quote. */
export const quotable = (shape: FactShape): string[] => [...Object.keys(shape), ...Object.keys(commonFacts)];
