// SHA-256 of the input. A big file is hashed by a thread of its own, so that hashing costs the reading nothing.

import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';

/** Files above this size (bytes) are hashed in a thread: below, starting the thread (about 40 ms) costs more than it saves. */
const THREAD_FROM = 64 * 1024 * 1024;
/** Bytes hashed at a time where the file is read again for hashing. */
const CHUNK = 4 * 1024 * 1024;

/** The thread keeps next to nothing: a small heap for new objects is all it needs, megabytes. */
const HASHING_NEEDS = { maxYoungGenerationSizeMb: 1 };

/** The module of the thread: a .js file once it is built, and a .ts file, which not every Node.js can run, before. */
const WORKER = new URL(`./hash-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** A hash that sees the input as it is read. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Hex SHA-256. */
  finish(): Promise<string>;
  /** Gives up without a result. */
  cancel(): Promise<void>;
}

/** Hashes what passes by, on the calling thread. */
export function inlineDigest(): Digest {
  const hash = createHash('sha256');
  return {
    update: (bytes) => void hash.update(bytes),
    finish: () => Promise.resolve(hash.digest('hex')),
    cancel: () => Promise.resolve(),
  };
}

/** Hashes a whole file, whether the reading gets to its end or stops at damage. */
export function fileDigest(handle: FileHandle, totalBytes: number): Digest {
  return totalBytes >= THREAD_FROM ? threadDigest(handle) : smallFileDigest(handle, totalBytes);
}

/** Hashes what is read, and at the end whatever the reading left out. */
function smallFileDigest(handle: FileHandle, totalBytes: number): Digest {
  const hash = createHash('sha256');
  let position = 0;
  return {
    update: (bytes) => {
      hash.update(bytes);
      position += bytes.length;
    },
    finish: async () => {
      if (position < totalBytes) await hashFrom(handle, position, hash);
      return hash.digest('hex');
    },
    cancel: () => Promise.resolve(),
  };
}

async function hashFrom(handle: FileHandle, from: number, hash: ReturnType<typeof createHash>): Promise<void> {
  const buffer = new Uint8Array(CHUNK);
  for (let position = from; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, position);
    if (bytesRead === 0) return;
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** Hashes the file in a thread that shares the file descriptor; on this thread after all when no thread can be had. */
function threadDigest(handle: FileHandle): Digest {
  const cancelling = new AbortController();
  const inThread = hashInThread(handle.fd, WORKER, cancelling.signal);
  return {
    update: () => undefined,
    finish: () =>
      inThread.catch(async () => {
        const hash = createHash('sha256');
        await hashFrom(handle, 0, hash);
        return hash.digest('hex');
      }),
    cancel: async () => {
      cancelling.abort();
      await inThread.catch(() => undefined);
    },
  };
}

/** Hashes an open file in a thread of its own; rejects when the thread cannot run, or is told to stop. */
export function hashInThread(fd: number, module = WORKER, signal?: AbortSignal): Promise<string> {
  const hashing = new Promise<string>((resolve, reject) => {
    const worker = new Worker(module, { workerData: fd, resourceLimits: HASHING_NEEDS });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      reject(new Error('the hashing thread ended without a result'));
    });
    signal?.addEventListener('abort', () => void worker.terminate());
  });
  // Whoever waits is told of a failure; until somebody does, it is not an error of the process.
  hashing.catch(() => undefined);
  return hashing;
}
