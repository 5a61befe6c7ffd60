/** Settings as a file: JSON or YAML, which holds JSON. */
import { readFileSync, statSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { WhyrstError } from '../../model/errors.ts';
import { nearest } from '../nearest.ts';

/** Bytes; a settings file is written by hand. */
const LARGEST = 65_536;

export type Settings = Readonly<Record<string, unknown>>;

/** Reads a file of settings; its keys are among `known`. */
export function readSettings(path: string, known: readonly string[]): Settings {
  return checkKeys(parse(path), known, { path, prefix: '' });
}

function parse(path: string): unknown {
  try {
    if (statSync(path).size > LARGEST) throw new Error(`> ${LARGEST} B`);
    // Aliases make a small file a large one; nobody needs them here.
    const document = parseDocument(readFileSync(path, 'utf8'), { uniqueKeys: true });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n', 1);
    throw new WhyrstError('usage/bad-settings-file', { path, reason }, { cause: error });
  }
}

/** The languages that a file of settings asks for; none where it cannot be read, which the command that needs it will say. */
export function languagesIn(path: string): readonly string[] {
  try {
    const { lang } = parse(path) as Settings;
    return (Array.isArray(lang) ? lang : [lang]).flatMap((each) => (typeof each === 'string' ? each.split(',') : []));
  } catch {
    return [];
  }
}

/** Refuses a value that is no group of settings, and keys that there are not. */
export function checkKeys(
  value: unknown,
  known: readonly string[],
  { path, prefix }: { readonly path: string; readonly prefix: string },
): Settings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WhyrstError('usage/bad-setting', {
      path,
      key: prefix || '.',
      value: String(value),
      known: known.join(', '),
    });
  }
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    throw new WhyrstError('usage/unknown-setting', {
      path,
      key: prefix + key,
      near: prefix + nearest(key, known).word,
    });
  }
  return value as Settings;
}
