// Programs that look at a finished PDF from outside: poppler and qpdf.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether a program can be started here. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** Name of a test that needs a program, so that a run without it says why the test was skipped. */
export function needing(program: string, name: string): string {
  return isInstalled(program) ? name : `${name} (skipped: ${program} is not installed)`;
}

/** Runs a program on a PDF; `FILE` among the arguments stands for its path. Fails when the program does. */
export function inspect(bytes: Uint8Array, program: string, ...args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'whyrst-pdf-'));
  const file = join(folder, 'report.pdf');
  try {
    writeFileSync(file, bytes);
    const given = args.map((arg) => (arg === 'FILE' ? file : arg));
    return execFileSync(program, given, { encoding: 'utf8', maxBuffer: 1 << 28 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Leaves header and footer out. */
const BODY = ['-x', '0', '-y', '50', '-W', '600', '-H', '738'];

/** The text between header and footer of all pages, compatibility forms folded, without any space. */
export function bodyText(bytes: Uint8Array): string {
  return folded(inspect(bytes, 'pdftotext', '-raw', ...BODY, 'FILE', '-'));
}

/** The lines between header and footer of each page. */
export function bodyLines(bytes: Uint8Array): readonly (readonly string[])[] {
  const pages = inspect(bytes, 'pdftotext', '-raw', ...BODY, 'FILE', '-')
    .split('\f')
    .slice(0, -1);
  return pages.map((page) => page.trim().split('\n'));
}

/** A text in the form in which two extractions can be compared. */
export function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}

/** A word with the box it is printed in, in points from the top left of its page. */
export interface PrintedWord {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly word: string;
}

/** The words of each page of a PDF. */
export function wordsOfPages(bytes: Uint8Array): readonly (readonly PrintedWord[])[] {
  const pages = inspect(bytes, 'pdftotext', '-bbox', 'FILE', '-').split('<page ').slice(1);
  const word = /<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<\/word>/g;
  return pages.map((page) =>
    [...page.matchAll(word)].map(([, xMin, yMin, xMax, yMax, text]) => ({
      xMin: Number(xMin),
      xMax: Number(xMax),
      yMin: Number(yMin),
      yMax: Number(yMax),
      word: text ?? '',
    })),
  );
}
