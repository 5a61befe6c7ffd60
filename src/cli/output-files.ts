/** Names of reports, and files that appear whole or not at all. */
import { closeSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { WhyrstError } from '../model/errors.ts';
import { batches } from './batches.ts';

/** Endings of captures, of the files of a tcpdump ring (`x.pcap1`), and of compression. */
const CAPTURE_ENDING = /\.(?:pcap|pcapng|cap|dmp|dump|snoop)\d*(?:\.(?:gz|zst))?$/i;

/** Whether a file is named like a capture. */
export function isCaptureName(path: string): boolean {
  return CAPTURE_ENDING.test(path);
}

/**
 * What the files of each capture begin with: `x` for `dir/x.pcap`, `stdin` for "-". Inputs of one stem keep their ending; the same
 * name in two folders gets a number.
 */
export function reportStems(captures: readonly string[]): readonly string[] {
  const names = captures.map((path) => (path === '-' ? 'stdin' : basename(path)));
  const stems = names.map((name) => name.replace(CAPTURE_ENDING, '') || name);
  const taken = new Set<string>();
  return names.map((name, index) => {
    const stem = stems[index] ?? name;
    const wanted = stems.indexOf(stem) === stems.lastIndexOf(stem) ? stem : name;
    let free = wanted;
    for (let number = 2; taken.has(free); number++) free = `${wanted}-${number}`;
    taken.add(free);
    return free;
  });
}

/** Makes the folder for reports, so that a wrong one is told before the capture is read. */
export function makeFolder(folder: string): void {
  try {
    makePath(resolve(folder));
    folders.add(resolve(folder));
  } catch (error) {
    throw asOutputError(error, folder);
  }
}

/** One folder after the other: the recursive form of Node.js does not come back from file systems that take no folder (/proc). */
function makePath(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(folder);
  if (parent !== folder) makePath(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another thread of the run may have made it meanwhile.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** Folders that something may be unfinished in, also by the threads of this process. */
const folders = new Set<string>();
const TEMPORARY = `.${process.pid}.tmp`;

/** How to end the threads that may be writing. */
const enders = new Set<() => Promise<void>>();

/** Names what must have ended before unfinished files can be removed for good. */
export function endBeforeAbandoning(end: () => Promise<void>): void {
  enders.add(end);
}

/** Ends the threads, and removes what is not finished; for a process that is about to end. */
export async function abandonOutputs(): Promise<void> {
  await Promise.all([...enders].map((end) => end()));
  for (const folder of folders) {
    for (const name of readdirSync(folder)) if (name.endsWith(TEMPORARY)) rmSync(join(folder, name), { force: true });
  }
}

/** Writes a file under a temporary name in the same folder and renames it, which replaces an old one in one step. */
export async function writeWhole(path: string, content: Iterable<string> | Uint8Array): Promise<void> {
  const temporary = temporaryFor(path);
  try {
    const handle = await open(temporary, 'w');
    try {
      if (content instanceof Uint8Array) await handle.writeFile(content);
      else for (const batch of batches(content)) await handle.writeFile(batch);
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw asOutputError(error, path);
  }
}

/** A file that is written piece by piece and appears when it is finished. */
export class PendingFile {
  readonly #path: string;
  readonly #temporary: string;
  #descriptor: number | null;
  #isFinished = false;

  constructor(path: string) {
    this.#path = path;
    this.#temporary = temporaryFor(path);
    this.#descriptor = this.#orOutputError(() => openSync(this.#temporary, 'w'));
    folders.add(dirname(path));
  }

  write(bytes: Uint8Array): void {
    const descriptor = this.#descriptor;
    if (descriptor === null) return;
    this.#orOutputError(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    });
  }

  finish(): void {
    this.#close();
    this.#orOutputError(() => {
      renameSync(this.#temporary, this.#path);
    });
    this.#isFinished = true;
  }

  /** Leaves nothing behind of a file that was not finished. */
  abandon(): void {
    this.#close();
    if (!this.#isFinished) rmSync(this.#temporary, { force: true });
  }

  #close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #orOutputError<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw asOutputError(error, this.#path);
    }
  }
}

const temporaryFor = (path: string): string => join(dirname(path), `.${basename(path)}${TEMPORARY}`);

/** Turns an error of the operating system into one that says what the user can do; anything else is left as it is. */
function asOutputError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  return new WhyrstError('output/not-writable', { path, reason: String(error.code) }, { cause: error });
}
