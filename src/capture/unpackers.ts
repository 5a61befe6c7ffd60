// What unpacks a compressed capture, found by the first bytes of the input.

import { Transform, type TransformCallback } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { ZstdFrames } from './zstd-frames.ts';

const GZIP_MAGIC = 0x1f8b;
const ZSTD_MAGIC = 0x28b52ffd;
/** A frame to be passed over, which parallel compressors write first; the lowest four bits of its first byte may be anything. */
const ZSTD_SKIPPABLE = 0x502a4d18;

/** The transform that unpacks an input with these first four bytes (big-endian), or null when it is not compressed. */
export function unpackerFor(magic: number): Transform | null {
  if (magic >>> 16 === GZIP_MAGIC) return createGunzip();
  if (magic !== ZSTD_MAGIC && (magic & 0xf0ffffff) >>> 0 !== ZSTD_SKIPPABLE) return null;
  // Node.js has Zstandard of its own from 22.15 on, which stops after the first frame and takes no bound for its memory.
  return new ZstdTransform();
}

/** Zstandard in JavaScript. fzstd reserves whatever window a frame asks for, so that each header is looked at beforehand. */
class ZstdTransform extends Transform {
  readonly #frames = new ZstdFrames();
  readonly #decompress = new Decompress((data) => {
    if (data.length > 0) this.push(Buffer.from(data));
  });
  /** Told one call late: an error drops what was unpacked in the same call. */
  #damage: Error | null = null;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.#damage === null) {
      const sound = this.#frames.add(chunk);
      // A copy: the package keeps what it is given, and the caller fills the same memory again.
      this.#unpack(Uint8Array.from(chunk.subarray(0, sound)), false);
      if (this.#frames.fault !== null) this.#damage ??= new Error(this.#frames.fault);
      done();
    } else done(this.#damage);
  }

  override _flush(done: TransformCallback): void {
    if (this.#damage === null) this.#unpack(new Uint8Array(0), true);
    done(this.#damage);
  }

  /** Whatever the package throws means that the data is damaged. */
  #unpack(bytes: Uint8Array, isFinal: boolean): void {
    try {
      this.#decompress.push(bytes, isFinal);
    } catch (error) {
      this.#damage = new Error(error instanceof Error ? error.message : String(error));
    }
  }
}
