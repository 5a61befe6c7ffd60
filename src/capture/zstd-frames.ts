// The outline of a Zstandard stream (RFC 8878 §3): which window each frame asks for, before anything is unpacked.

/** What a decoder should support at least (RFC 8878 §3.1.1.1.2), and what `zstd` uses up to level 19, in bytes. */
export const LARGEST_WINDOW = 8 * 1024 * 1024;
const FRAME_MAGIC = 0xfd2fb528;
/** Of a skippable frame; its lowest four bits may be anything. */
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Magic, descriptor, window, dictionary id (4), content size (8). */
const LONGEST_HEADER = 18;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
const RLE_BLOCK = 1;

/** Follows a stream from frame to frame and block to block, looking at headers only. */
export class ZstdFrames {
  #pending = new Uint8Array(0);
  /** Bytes that belong to a block or to a frame that is passed over. */
  #skip = 0;
  #isInFrame = false;
  #hasChecksum = false;

  /** Why the stream cannot be read further, or null: a frame asks for more memory than any honest one, or is no frame at all. */
  fault: string | null = null;

  /** Takes the next bytes and says how many of them come before a fault. */
  add(chunk: Uint8Array): number {
    const early = this.#pending.length;
    const bytes = new Uint8Array(early + chunk.length);
    bytes.set(this.#pending);
    bytes.set(chunk, early);
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, bytes.length - at);
      this.#skip -= skipped;
      at += skipped;
      const length = this.#skip > 0 ? 0 : this.#header(view, at);
      if (this.fault !== null) return Math.max(0, at - early);
      if (length === 0) break;
      at += length;
    }
    this.#pending = bytes.slice(at);
    return chunk.length;
  }

  /** Reads the header at `at` and gives its length; 0 when it is not there yet. */
  #header(view: DataView, at: number): number {
    const rest = view.byteLength - at;
    if (this.#isInFrame) return rest < BLOCK_HEADER ? 0 : this.#block(view, at);
    if (rest < 8) return 0;
    const magic = view.getUint32(at, true);
    if ((magic & ~0xf) >>> 0 === SKIPPABLE_MAGIC) {
      this.#skip = view.getUint32(at + 4, true);
      return 8;
    }
    if (magic !== FRAME_MAGIC) this.fault = 'not a Zstandard frame';
    if (this.fault !== null) return 0;
    const length = headerLength(view.getUint8(at + 4));
    return rest < length ? 0 : this.#frame(view, at, length);
  }

  #frame(view: DataView, at: number, length: number): number {
    const descriptor = view.getUint8(at + 4);
    const isSingle = (descriptor & 0x20) !== 0;
    const window = isSingle ? contentSize(view, at + length, descriptor) : windowSize(view.getUint8(at + 5));
    if (window > LARGEST_WINDOW) this.fault = `window of ${window} bytes, above ${LARGEST_WINDOW}`;
    this.#hasChecksum = (descriptor & 0x04) !== 0;
    this.#isInFrame = true;
    return length;
  }

  #block(view: DataView, at: number): number {
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const isLast = (header & 1) === 1;
    this.#skip = ((header >>> 1) & 3) === RLE_BLOCK ? 1 : header >>> 3;
    if (isLast) {
      this.#isInFrame = false;
      if (this.#hasChecksum) this.#skip += CHECKSUM;
    }
    return BLOCK_HEADER;
  }
}

/** Bytes of the field that gives the content size. */
function sizeLength(descriptor: number): number {
  const code = descriptor >>> 6;
  return code === 0 ? (descriptor & 0x20) >>> 5 : 1 << code;
}

function headerLength(descriptor: number): number {
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const window = (descriptor & 0x20) === 0 ? 1 : 0;
  return Math.min(LONGEST_HEADER, 5 + window + dictionary + sizeLength(descriptor));
}

/** The field that ends at `end`: a frame of one segment needs a window of this size. */
function contentSize(view: DataView, end: number, descriptor: number): number {
  switch (sizeLength(descriptor)) {
    case 1:
      return view.getUint8(end - 1);
    case 2:
      return view.getUint16(end - 2, true) + 256;
    case 4:
      return view.getUint32(end - 4, true);
    default:
      return Number(view.getBigUint64(end - 8, true));
  }
}

/** RFC 8878 §3.1.1.1.2: exponent in the upper five bits, eighths in the lower three. */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}
