// Where the bytes of a capture come from. The only file of this stage that opens files.

import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { WhyrstError } from '../model/errors.ts';
import { Digest } from './digest.ts';

/** A sequence of bytes that is read once, from front to back. */
export interface ByteSource {
  /** Reads some bytes into `target` and says how many; 0 means that there are no more. */
  fill(target: Uint8Array): Promise<number>;
  /** Bytes of the input read so far: compressed bytes when the input is compressed. */
  readonly bytesRead: number;
  /** Size of the input in bytes, or null when it cannot be known beforehand. */
  readonly totalBytes: number | null;
  /** Ends the reading and gives the hex SHA-256 of the input; a file is hashed to its end, a pipe as far as it was read. */
  finish(): Promise<string>;
  /** Ends the reading where it stands, for nobody wants to know any more. */
  abandon(): Promise<void>;
}

/** A regular file. */
export class FileSource implements ByteSource {
  readonly #handle: FileHandle;
  readonly #digest = new Digest();
  readonly totalBytes: number;
  bytesRead = 0;
  /** The last read; it may be under way when the reading stops at damage. */
  #reading: Promise<unknown> = Promise.resolve();

  constructor(handle: FileHandle, totalBytes: number) {
    this.#handle = handle;
    this.totalBytes = totalBytes;
  }

  fill(target: Uint8Array): Promise<number> {
    const reading = this.#read(target);
    this.#reading = reading.catch(() => undefined);
    return reading;
  }

  async #read(target: Uint8Array): Promise<number> {
    const { bytesRead } = await this.#handle.read(target, 0, target.length, this.bytesRead);
    this.bytesRead += bytesRead;
    this.#digest.update(target.subarray(0, bytesRead));
    return bytesRead;
  }

  async finish(): Promise<string> {
    try {
      await this.#reading;
      if (this.bytesRead === this.totalBytes) return this.#digest.finish();
      return await this.#digest.finishFrom(this.#handle, this.bytesRead);
    } finally {
      await this.#handle.close();
    }
  }

  async abandon(): Promise<void> {
    await this.#handle.close();
  }
}

/** Opens a path: a regular file gives a source, anything else that can be read (a named pipe) gives a stream. */
export async function openPath(path: string): Promise<FileSource | NodeJS.ReadableStream> {
  try {
    const status = await stat(path);
    if (status.isDirectory()) throw new WhyrstError('capture/is-directory', { path });
    if (!status.isFile()) return createReadStream(path);
    if (status.size === 0) throw new WhyrstError('capture/empty', { path });
    return new FileSource(await open(path, 'r'), status.size);
  } catch (error) {
    throw asCaptureError(error, path);
  }
}

/** How many bytes there are to be read in one file or several; of what is no regular file, or not there, none. */
export async function sizeOf(input: string | readonly string[]): Promise<number> {
  const sizes = [input].flat().map(async (path) => {
    const status = path === '-' ? null : await stat(path).catch(() => null);
    return status?.isFile() === true ? status.size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Turns an error of the operating system into one that says what the user can do; any other stays as it is. */
export function asCaptureError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error && 'code' in error)) return error;
  const code = String(error.code);
  if (code === 'ENOENT' || code === 'ENOTDIR') return new WhyrstError('capture/not-found', { path }, { cause: error });
  return new WhyrstError('capture/unreadable', { path, reason: code }, { cause: error });
}
