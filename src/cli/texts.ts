/**
 * The words of the command line itself: group `cli` of locales/<tag>/common.json. Read here without the library, because
 * `--help` must not wait for what analyses captures.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { CommonText } from '../model/catalogue.ts';
import { matchLanguage } from '../model/language.ts';
import { settingsPath } from './settings/names.ts';

const locales = new URL('../../locales/', import.meta.url);
const FALLBACK = 'en';

export type Environment = Readonly<Record<string, string | undefined>>;
/** Gives the sentence under a dotted key below `cli`, not filled in. */
export type Texts = (key: string) => string;

/** Languages that have a folder. */
export function knownLanguages(): readonly string[] {
  return readdirSync(locales, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * The language of messages: the flag, WHYRST_LANG, the settings, the locale of the environment (POSIX, Base Definitions §8.2), English.
 * Looked up before the arguments are parsed, since the messages of the parser need it; a wrong word is passed over here and refused later.
 */
export async function languageOfMessages(argv: readonly string[], env: Environment, folder = '.'): Promise<string> {
  const known = knownLanguages();
  const { WHYRST_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  const among = (words: string | undefined): string | undefined => firstKnown((words ?? '').split(','), known);
  return (
    among(flagValue('--lang', argv)) ??
    among(WHYRST_LANG) ??
    firstKnown(await settingsLanguages(argv, folder), known) ??
    among(LC_ALL || LC_MESSAGES || LANG) ??
    FALLBACK
  );
}

function firstKnown(words: readonly string[], known: readonly string[]): string | undefined {
  return words.flatMap((word) => (word === '' ? [] : (matchLanguage(word.trim(), known) ?? [])))[0];
}

/** Languages of the settings; what reads them is loaded only where there are any, for help must come at once. */
async function settingsLanguages(argv: readonly string[], folder: string): Promise<readonly string[]> {
  const path = settingsPath(flagValue('--config', argv), folder);
  if (path === undefined) return [];
  const { languagesIn } = await import('./settings/file.ts');
  return languagesIn(path);
}

function flagValue(flag: string, argv: readonly string[]): string | undefined {
  const index = argv.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = argv[index];
  return word === flag ? argv[index + 1] : word?.slice(flag.length + 1);
}

/** The texts of one language. */
export function textsIn(language: string): Texts {
  const { cli } = JSON.parse(readFileSync(new URL(`${language}/common.json`, locales), 'utf8')) as CommonText;
  return (key) => {
    let node: CommonText | string | undefined = cli;
    for (const name of key.split('.')) node = typeof node === 'object' ? node[name] : undefined;
    if (typeof node !== 'string') throw new Error(`locales/${language}/common.json has no sentence "cli.${key}"`);
    return node;
  };
}

/** What is said when the user presses Ctrl-C. */
export async function interruptedText(argv: readonly string[], env: Environment): Promise<string> {
  return textsIn(await languageOfMessages(argv, env))('interrupted');
}
