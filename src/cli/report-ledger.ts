/**
 * Remembers which reports were written, so that an interrupted run goes on where it stopped. One small file for each, under a name
 * made of the bytes of the capture, the options and the version: writing one is a single step, and runs do not disturb each other.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { version } from '../index.ts';
import type { CaptureDigest } from '../model/overview.ts';
import { makeFolder, writeWhole } from './output-files.ts';
import type { ReportJob } from './report-task.ts';
import type { Written } from './wanted.ts';

/** What was written. */
interface Done extends Written {
  readonly digest: CaptureDigest;
  readonly exitCode: number;
}

/** As it is kept: files by name alone, with the hash of each, so that a changed one is written again. */
interface Entry extends Done {
  readonly hashes: readonly string[];
}

/** Options that change no byte of a report. */
const IDLE_OPTIONS: ReadonlySet<string> = new Set([
  'output',
  'quiet',
  'verbose',
  'color',
  'jobs',
  'fresh',
  'lang',
  'format',
]);

export class Ledger {
  readonly #path: string;
  /** Folder of the reports. */
  readonly #reports: string;

  private constructor(path: string, reports: string) {
    this.#path = path;
    this.#reports = reports;
  }

  /** Finds the entry of a job; reads its captures once. */
  static async open(folder: string, job: ReportJob): Promise<Ledger> {
    makeFolder(folder);
    const options = Object.entries(job.flags).filter(([name]) => !IDLE_OPTIONS.has(name));
    const captures: string[][] = [];
    for (const path of job.paths) captures.push([basename(path), await hashOf(path)]);
    const described: unknown[] = [];
    for (const [name, value] of options.sort(([a], [b]) => (a < b ? -1 : 1))) {
      described.push([name, value, await contentOf(value)]);
    }
    const all = JSON.stringify([version, basename(job.base), captures, job.wanted, described]);
    const name = `${createHash('sha256').update(all).digest('hex').slice(0, 32)}.json`;
    return new Ledger(join(folder, name), dirname(job.base));
  }

  /** What an earlier run wrote, if all of it is still there as it was written. */
  async lookUp(): Promise<Done | null> {
    try {
      const { hashes, ...done } = JSON.parse(await readFile(this.#path, 'utf8')) as Entry;
      const paths = done.paths.map((name) => join(this.#reports, name));
      for (const [index, path] of paths.entries()) if ((await hashOf(path)) !== hashes[index]) return null;
      return { ...done, paths };
    } catch {
      // No entry, one that is damaged, or a report that is gone: the work is done again.
      return null;
    }
  }

  /** Remembers what was written, last of all. */
  async note({ digest, paths, missingGlyphs, excerpt, exitCode }: Done): Promise<void> {
    const hashes: string[] = [];
    for (const path of paths) hashes.push(await hashOf(path));
    const names = paths.map((path) => basename(path));
    const entry: Entry = { digest, paths: names, missingGlyphs, excerpt, exitCode, hashes };
    await writeWhole(this.#path, [JSON.stringify(entry)]);
  }
}

/** Hex SHA-256 of a file; empty for what cannot be read: reading the capture says why. */
async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  } catch {
    return '';
  }
  return hash.digest('hex');
}

/** The content of a file that an option names: the same name may stand for another one today. */
async function contentOf(value: unknown): Promise<string | null> {
  return typeof value === 'string' && existsSync(value) ? hashOf(value) : null;
}
