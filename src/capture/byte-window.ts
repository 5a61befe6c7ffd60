// A fixed window that slides over the (decompressed) input. What a record claims never decides how much is allocated.

import type { ByteSource } from './byte-source.ts';

/** Size of the window in bytes; large enough that the cost of a read is spread over thousands of packets. */
const WINDOW_BYTES = 4 * 1024 * 1024;

/** The bytes at hand: from {@link start} to {@link end} in {@link view}. A start beyond the end means: skip that many more. */
export class ByteWindow {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  start = 0;
  end = 0;
  /** Offset in the input of the first byte of the window. */
  offset = 0;

  constructor(size = WINDOW_BYTES) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Offset in the input of the byte at `start`. */
  get position(): number {
    return this.offset + this.start;
  }

  /** Moves what is not yet read to the front and reads more behind it; false at the end of the input. */
  async more(source: ByteSource): Promise<boolean> {
    const kept = Math.max(0, this.end - this.start);
    const passed = this.end - kept;
    this.bytes.copyWithin(0, passed, this.end);
    this.offset += passed;
    this.start -= passed;
    this.end = kept;
    const read = await source.fill(this.bytes.subarray(kept));
    this.end += read;
    return read > 0;
  }
}
