// A fixed window that slides over the (decompressed) input. What a record claims never decides how much is allocated.

import type { ByteSource } from './byte-source.ts';

/**
 * Bytes read at a time: enough that the cost of a read is spread over a thousand packets, and so few that they are still in a
 * processor's cache when they are decoded (measured: larger windows make the decoding slower).
 */
const READ_BYTES = 512 * 1024;
/** Bytes of a record that can be at hand at once: more than the longest packet with its headers. */
const RECORD_BYTES = 512 * 1024;
const HALF = RECORD_BYTES + READ_BYTES;

/**
 * The bytes at hand: from {@link start} to {@link end} in {@link view}. A start beyond the end means: skip that many more.
 * The window has two halves. While the packets of one are decoded, the other is filled; each has room in front for the part of
 * a record that the one before ended with. Both lie in one buffer, so that there is one view and no packet knows of halves.
 */
export class ByteWindow {
  readonly bytes = new Uint8Array(2 * HALF);
  readonly view = new DataView(this.bytes.buffer);
  /** What a reader may wait for: of a longer record only this much can be at hand. */
  readonly capacity = RECORD_BYTES;
  start = RECORD_BYTES;
  end = RECORD_BYTES;
  /** Offset in the input of the first byte of {@link view}, as if all before `end` had been read in one piece. */
  offset = -RECORD_BYTES;
  /** The bytes being read into the other half. */
  #ahead: Promise<number> | null = null;

  /** Offset in the input of the byte at `start`. */
  get position(): number {
    return this.offset + this.start;
  }

  /** Goes on to the other half, taking along what is not yet read; false at the end of the input. */
  async more(source: ByteSource): Promise<boolean> {
    const read = await (this.#ahead ?? this.#fillOther(source));
    const from = this.#other + RECORD_BYTES;
    const kept = Math.max(0, this.end - this.start);
    const moved = from - this.end;
    this.bytes.copyWithin(from - kept, this.end - kept, this.end);
    this.start += moved;
    this.offset -= moved;
    this.end = from + read;
    this.#ahead = read === 0 ? null : this.#fillOther(source);
    // Where reading stops early, nobody asks how this read went.
    this.#ahead?.catch(() => undefined);
    return read > 0;
  }

  /** Where the half begins that is not being decoded. */
  get #other(): number {
    return this.end <= HALF ? HALF : 0;
  }

  #fillOther(source: ByteSource): Promise<number> {
    const from = this.#other + RECORD_BYTES;
    return source.fill(this.bytes.subarray(from, from + READ_BYTES));
  }
}
