/** Pieces of bytes that are kept in the order in which they come, outside of the heap that the garbage collector walks. */

const PAGE_BYTES = 2 ** 20;

export class ByteStore {
  /** Pages by number; those that nobody needs any more are gone. */
  readonly #pages = new Map<number, ArrayBuffer>();
  #page = -1;
  #used = PAGE_BYTES;

  /** Copies a piece; gives its place, which is behind that of every earlier piece. */
  add(bytes: Uint8Array): number {
    if (this.#used + bytes.length > PAGE_BYTES) {
      this.#pages.set(++this.#page, new ArrayBuffer(Math.max(PAGE_BYTES, bytes.length)));
      this.#used = 0;
    }
    const place = this.#page * PAGE_BYTES + this.#used;
    new Uint8Array(this.#pages.get(this.#page) ?? new ArrayBuffer(0)).set(bytes, this.#used);
    this.#used += bytes.length;
    return place;
  }

  /** The bytes from a place on. */
  at(place: number): DataView {
    const page = this.#pages.get(Math.floor(place / PAGE_BYTES));
    if (page === undefined) throw new RangeError(`nothing is kept at ${place}`);
    return new DataView(page, place % PAGE_BYTES);
  }

  /** Forgets all pieces before a place, as far as they fill pages. */
  forgetBefore(place: number): void {
    for (const page of this.#pages.keys()) {
      if (page >= Math.min(this.#page, Math.floor(place / PAGE_BYTES))) return;
      this.#pages.delete(page);
    }
  }
}
