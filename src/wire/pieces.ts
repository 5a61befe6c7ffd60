// The pieces of one datagram. Memory grows with what was received, never with what an offset claims.

/** More pieces than this are no datagram that a network made: the smallest MTU of IPv4 (68 bytes, RFC 791 §3.2) would need 1366. */
const MOST_PIECES = 1366;

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Pieces in order of their offsets, none overlapping another. */
export class Pieces {
  readonly #pieces: Piece[] = [];
  #held = 0;
  /** Length of the whole in bytes, or −1 until the last piece has come. */
  #length = -1;

  /** Whether the end is known and nothing before it is missing. */
  get isWhole(): boolean {
    return this.#held === this.#length;
  }

  /**
   * Keeps a copy of `length` bytes at `from` that belong at `offset`. False when they contradict what is there: they overlap
   * another piece, unless they repeat it byte for byte, or lie beyond the end.
   */
  add(view: DataView, from: number, length: number, offset: number, isLast: boolean): boolean {
    const end = offset + length;
    const known = this.#length;
    if (isLast ? known !== -1 && known !== end : known !== -1 && end > known) return false;
    const bytes = new Uint8Array(view.buffer, view.byteOffset + from, length);
    const index = this.#placeOf(offset);
    const before = this.#pieces[index - 1];
    const after = this.#pieces[index];
    if (after !== undefined && after.offset === offset && isEqual(after.bytes, bytes)) return true;
    if (before !== undefined && before.offset + before.bytes.length > offset) return false;
    if (after !== undefined && (after.offset < end || isLast)) return false;
    if (isLast) this.#length = end;
    if (length === 0) return true;
    if (this.#pieces.length >= MOST_PIECES) return false;
    this.#pieces.splice(index, 0, { offset, bytes: bytes.slice() });
    this.#held += length;
    return true;
  }

  /** All pieces in one array; to be called when they are whole. */
  join(): Uint8Array {
    const whole = new Uint8Array(this.#held);
    for (const { offset, bytes } of this.#pieces) whole.set(bytes, offset);
    return whole;
  }

  /** Index of the first piece that does not lie before the offset; pieces mostly come in order, so it is looked for from the end. */
  #placeOf(offset: number): number {
    let index = this.#pieces.length;
    while (index > 0 && (this.#pieces[index - 1]?.offset ?? 0) >= offset) index--;
    return index;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
