/** What the user named as captures: files, folders, patterns. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isCaptureName } from './output-files.ts';

const WILD = /[*?]/;

/**
 * The files behind the words of the command line, in their order. A folder stands for the captures in it and below, by name; a
 * pattern (`*`, `?`, `**`), which a shell has left alone, for the files it matches. What stands for no file is passed on: reading it
 * says what is wrong with it.
 */
export function findCaptures(words: readonly string[]): readonly string[] {
  const found = words.flatMap((word) => {
    const files = isFolder(word) ? capturesBelow(word) : isPattern(word) ? matches(word) : [];
    return files.length === 0 ? [word] : files;
  });
  return [...new Set(found)];
}

function isFolder(path: string): boolean {
  return path !== '-' && statOf(path)?.isDirectory() === true;
}

function isPattern(word: string): boolean {
  return WILD.test(word) && statOf(word) === undefined;
}

function capturesBelow(folder: string): readonly string[] {
  return filesBelow(folder).filter(isCaptureName);
}

/** Regular files, hidden ones and hidden folders left out, in the order of their names on every system. */
function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return statOf(path)?.isFile() === true ? [path] : [];
  });
}

function matches(pattern: string): readonly string[] {
  const parts = pattern.split(/[\\/]/.test(pattern) && sep === '\\' ? /[\\/]/ : '/');
  const firstWild = parts.findIndex((part) => WILD.test(part));
  const base = parts.slice(0, firstWild).join(sep) || (pattern.startsWith('/') ? sep : '.');
  if (!isFolder(base)) return [];
  const wanted = new RegExp(
    `^${parts.slice(firstWild).map(asExpression).join('/').replaceAll('.*/', '(?:.*/)?')}$`,
    'u',
  );
  const start = base === '.' ? 0 : base.endsWith(sep) ? base.length : base.length + 1;
  return filesBelow(base).filter((path) => wanted.test(path.slice(start).split(sep).join('/')));
}

/** One name of a pattern: `**` is any number of folders. */
function asExpression(part: string): string {
  if (part === '**') return '.*';
  const literal = part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  return literal.replaceAll('*', '[^/]*').replaceAll('?', '[^/]');
}

/** What a path is; undefined where it leads nowhere. Why it does is said when it is opened. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
