/** Names of reports, and files that appear whole or not at all. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
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
  mkdirSync(folder);
}

/** Folders that something may be unfinished in, also by the threads of this process. */
const folders = new Set<string>();
const TEMPORARY = `.${process.pid}.tmp`;

/** Removes what is not finished; for a process that is about to end. */
export function abandonOutputs(): void {
  for (const folder of folders) {
    for (const name of readdirSync(folder)) if (name.endsWith(TEMPORARY)) rmSync(join(folder, name), { force: true });
  }
}

/** Writes a file under a temporary name in the same folder and renames it, which replaces an old one in one step. */
export async function writeWhole(path: string, content: Iterable<string> | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}${TEMPORARY}`);
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

/** Turns an error of the operating system into one that says what the user can do; anything else is left as it is. */
function asOutputError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  return new WhyrstError('output/not-writable', { path, reason: String(error.code) }, { cause: error });
}
