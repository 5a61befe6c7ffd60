/** The rules of docs/writing.md as checks on a sentence. */
import { read } from './locales.ts';

const guide = read('docs/writing.md');

/** Cells of the table under a heading, without its head. */
function table(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = guide.split(`\n## ${heading}\n`);
  const [text = ''] = section.split('\n## ');
  const rows = text.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

const listed = (cell = ''): readonly string[] => cell.split(/[、,]\s*/).filter((word) => word !== '');
const isChinese = (word: string): boolean => /\p{Script=Han}/u.test(word);

/** Words that are not used, in both languages; the word list's variants among them. */
export const banned: readonly string[] = [
  ...table('Banned words').map(([word = '']) => word),
  ...table('Word list').flatMap(([, , english, chinese]) => [...listed(english), ...listed(chinese)]),
];
/** Words of blame, in both languages. */
export const blame: readonly string[] = table('Words of blame').map(([word = '']) => word);

/** English as whole words in either case, Chinese wherever it stands. */
function pattern(words: readonly string[]): RegExp {
  const source = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const english = words.filter((word) => !isChinese(word)).map(source);
  const chinese = words.filter(isChinese).map(source);
  return new RegExp(`\\b(?:${english.join('|')})(?:e?s)?\\b|${chinese.join('|')}`, 'giu');
}

const BANNED = pattern(banned);
const BLAME = pattern(blame);

interface Rule {
  readonly name: string;
  readonly found: RegExp;
}

const HAN = '\\p{Script=Han}';
const CHINESE: readonly Rule[] = [
  { name: 'half-width punctuation', found: new RegExp(`${HAN}[,;:?!()]|[,;:?!()]${HAN}`, 'gu') },
  { name: 'no space between Han and Latin', found: new RegExp(`${HAN}[A-Za-z0-9]|[A-Za-z0-9]${HAN}`, 'gu') },
  { name: 'space beside full-width punctuation', found: /[，。；：、？（）“”] +(?=\S)| +[，。；：、？）”]/gu },
  { name: 'straight quote', found: /"|(?<=\p{Script=Han})'|'(?=\p{Script=Han})/gu },
  { name: 'dots', found: /\.{3}|。{2,}/gu },
];
const ENGLISH: readonly Rule[] = [
  { name: 'straight apostrophe', found: /\w'\w|s' /gu },
  { name: 'straight quote', found: /"/gu },
  { name: 'dots', found: /\.{3}/gu },
  { name: 'full-width punctuation', found: /[，。；：、？（）]/gu },
  { name: 'contraction', found: /\b(?:don|isn|can|won|doesn|didn|wasn|aren)[’']t\b/giu },
];
/** In both languages. */
const COMMON: readonly Rule[] = [
  { name: 'exclamation mark', found: /[!！]/gu },
  { name: 'two spaces', found: /\S {2,}\S/gu },
  { name: 'no space before a unit', found: /\d+(?:ms|µs|ns|KiB|MB|GB)\b/gu },
  { name: 'banned word', found: BANNED },
];

const matches = (text: string, rules: readonly Rule[]): readonly string[] =>
  rules.flatMap(({ name, found }) => [...text.matchAll(found)].map(([match]) => `${name}: ${match}`));

/** What a text of a language does against the guide; code spans are left out by the caller with {@link prose}. */
export function offences(text: string, tag: string): readonly string[] {
  return matches(text, [...(tag.startsWith('zh') ? CHINESE : ENGLISH), ...COMMON]);
}

/** Words that blame somebody. */
export function blameIn(text: string): readonly string[] {
  return matches(text, [{ name: 'blame', found: BLAME }]);
}

/** What the customer's page does not hold: hexadecimal numbers, RFC numbers, functions of the kernel. */
export function tooTechnical(text: string): readonly string[] {
  return matches(text, [
    { name: 'hexadecimal', found: /\b0x[0-9a-f]+/giu },
    { name: 'RFC', found: /\bRFC\s?\d+/giu },
    { name: 'kernel function', found: /\b_*[a-z0-9]+(?:_[a-z0-9]+)+\(\)/gu },
  ]);
}

const CODE = /`[^`]*`/g;
/** Stands for a code span: a Latin word, which keeps its distance from Han. */
const CODE_WORD = 'Code';

/** A text without its code: spans, fenced blocks, link targets. */
export function prose(markdown: string): string {
  return markdown
    .replace(/^(```+)[^\n]*\n[\s\S]*?^\1$/gm, '')
    .replace(CODE, CODE_WORD)
    .replace(/\]\([^)]*\)/g, ']');
}
