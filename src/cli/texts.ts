/**
 * The words of the command line itself: group `cli` of locales/<tag>/common.json. Read here without the library, because
 * `--help` must not wait for what analyses captures.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { CommonText } from '../model/catalogue.ts';
import { matchLanguage } from '../model/language.ts';

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
 * The language of messages: the flag, WHYRST_LANG, the locale of the environment (POSIX, Base Definitions §8.2), English. Looked up
 * before the arguments are parsed, since the messages of the parser need it; a wrong word is passed over here and refused later.
 */
export function languageOfMessages(argv: readonly string[], env: Environment): string {
  const known = knownLanguages();
  const { WHYRST_LANG, LC_ALL, LC_MESSAGES, LANG } = env;
  for (const words of [flagValue(argv), WHYRST_LANG, LC_ALL || LC_MESSAGES || LANG]) {
    for (const word of (words ?? '').split(',')) {
      const match = word === '' ? null : matchLanguage(word.trim(), known);
      if (match !== null) return match;
    }
  }
  return FALLBACK;
}

function flagValue(argv: readonly string[]): string | undefined {
  const index = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = argv[index];
  return word === '--lang' ? argv[index + 1] : word?.slice('--lang='.length);
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
export function interruptedText(argv: readonly string[], env: Environment): string {
  return textsIn(languageOfMessages(argv, env))('interrupted');
}
