// Compressed captures, unpacked as a stream: the memory needed does not depend on what the input unpacks to.

import type { Transform } from 'node:stream';
import type { ByteSource } from './byte-source.ts';

/** Compressed bytes fed at a time. Deflate grows data at most about thousandfold, so at most 16 MiB wait to be read. */
const PIECE = 16 * 1024;

/** Unpacks another source with a transform of node:zlib; keeps what came out before damage. */
export class InflateSource implements ByteSource {
  readonly #packed: ByteSource;
  readonly #unpacker: Transform;
  readonly #piece = new Uint8Array(PIECE);
  /** Bytes of the input that were read to find out that it is compressed. */
  #head: Uint8Array;
  readonly #unpacked: Buffer[] = [];
  readonly #ended: Promise<void>;
  #isDone = false;
  /** Why the unpacking ended early, as zlib names it, or null. */
  damage: string | null = null;

  constructor(packed: ByteSource, unpacker: Transform, head: Uint8Array) {
    this.#head = head;
    this.#packed = packed;
    this.#unpacker = unpacker;
    unpacker.on('data', (chunk: Buffer) => void this.#unpacked.push(chunk));
    this.#ended = new Promise((resolve) => {
      unpacker.once('end', resolve);
      unpacker.once('error', (error: Error & { code?: string }) => {
        this.damage = error.code ?? error.message;
        resolve();
      });
    });
  }

  get bytesRead(): number {
    return this.#packed.bytesRead;
  }

  get totalBytes(): number | null {
    return this.#packed.totalBytes;
  }

  async fill(target: Uint8Array): Promise<number> {
    while (this.#unpacked.length === 0 && !this.#isDone) await this.#unpackPiece();
    const chunk = this.#unpacked.shift();
    if (chunk === undefined) return 0;
    const taken = chunk.subarray(0, target.length);
    target.set(taken);
    if (taken.length < chunk.length) this.#unpacked.unshift(chunk.subarray(taken.length));
    return taken.length;
  }

  async #unpackPiece(): Promise<void> {
    const piece = await this.#nextPiece();
    if (piece.length === 0) {
      this.#unpacker.end();
      await this.#ended;
      this.#isDone = true;
      return;
    }
    const accepted = new Promise<void>((resolve) => {
      this.#unpacker.write(piece, () => {
        resolve();
      });
    });
    // After damage, a write is never acknowledged.
    await Promise.race([accepted, this.#ended]);
    if (this.damage !== null || this.#unpacker.readableEnded) this.#isDone = true;
  }

  async #nextPiece(): Promise<Uint8Array> {
    const head = this.#head;
    if (head.length === 0) return this.#piece.subarray(0, await this.#packed.fill(this.#piece));
    this.#head = head.subarray(head.length);
    return head;
  }

  finish(): Promise<string> {
    this.#unpacker.destroy();
    return this.#packed.finish();
  }

  abandon(): Promise<void> {
    this.#unpacker.destroy();
    return this.#packed.abandon();
  }
}
