/**
 * What comes from packets and file names is written by strangers. Here it becomes harmless: characters that a reader cannot see
 * are made visible, and characters that Markdown would take as markup lose that power.
 */

import { visible } from '../model/visible.ts';

/** An underscore within a word is no markup (CommonMark §6.2), so names of functions stay readable. */
const MARKUP = /[\\`*[\]{}|~#!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '@': '&#64;' };
/** A list marker, a heading underline or a table rule, where a value comes first in its line. */
const LINE_START = /^(?:[-+=]|\d{1,9}(?=[.)](?:\s|$)))/;

/** Text that Markdown prints as it is: in a paragraph, a list, a heading, a quote or a table cell. */
export function markdownText(raw: string): string {
  const escaped = visible(raw)
    .trim()
    .replace(MARKUP, '\\$&')
    .replace(/[&<>@]/g, (character) => ENTITIES[character] ?? character)
    .replace(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`);
  return escaped.replace(LINE_START, (marker) => (/\d/.test(marker) ? `${marker}\\` : `\\${marker}`));
}

/** The longest run of backticks in a text. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

/** An inline code span: the fence is longer than any run of backticks within. */
export function codeSpan(raw: string): string {
  const text = visible(raw);
  if (text.trim() === '') return '';
  const fence = '`'.repeat(longestRun(text) + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${padding}${text}${padding}${fence}`;
}

/** An inline code span within a table cell, where a pipe must be escaped even in code (GFM, tables extension). */
export function codeCell(raw: string): string {
  return codeSpan(raw).replaceAll('|', '\\|');
}

/** A fence that no line of the text can close. */
export function fenceFor(text: string): string {
  return '`'.repeat(Math.max(3, longestRun(text) + 1));
}

/** Lines for a fenced code block: everything visible, line breaks kept. */
export function codeLines(raw: string): string {
  return raw
    .split('\n')
    .map((line) => visible(line).trimEnd())
    .join('\n');
}
