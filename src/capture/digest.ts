// SHA-256 of the input, whether the reading gets to its end or stops at damage.

import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Bytes hashed at a time of what the reading left out. */
const CHUNK = 4 * 1024 * 1024;

/** A hash that sees the input as it is read. */
export class Digest {
  readonly #hash = createHash('sha256');

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Hex SHA-256 of what was seen. */
  finish(): string {
    return this.#hash.digest('hex');
  }

  /** As {@link finish}, with the rest of a file of which the first `position` bytes were seen. */
  async finishFrom(handle: FileHandle, position: number): Promise<string> {
    const buffer = new Uint8Array(CHUNK);
    for (let at = position; ; ) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, at);
      if (bytesRead === 0) return this.finish();
      this.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
  }
}
