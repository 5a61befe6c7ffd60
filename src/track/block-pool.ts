// Hot path: runs once per packet. No allocation.
/**
 * Memory for whatever tracking remembers: blocks of 64 bytes (a cache line), each with a count of its holders. A block whose
 * last holder lets go is handed out again, so a long capture needs no more than its live connections do.
 * All blocks lie in one array: finding the page of a block first cost an eighth of all tracking. Links and counts of holders
 * lie in an array of their own, sixteen to a cache line: to forget a segment, nobody has to fetch it from memory again.
 */

/** Words of a block that its user may write. */
export const USER_WORDS = 15;
const BLOCK_WORDS = 16;
/** Stands for "no block". */
export const NO_BLOCK = 0;

/** Room for the connections of an ordinary capture, so that the array seldom has to be copied; what is not written takes no memory. */
const FIRST_BLOCKS = 2 ** 16;
/** The word of a block that is not among its own: a link to another block in 27 bits, above it the count of holders in five. */
const LINK_MASK = 2 ** 27 - 1;
const ONE_HOLDER = LINK_MASK + 1;

/** Hands out blocks and takes them back. */
export class BlockPool {
  /** All blocks, as signed words. A larger array takes its place when the pool grows: not to be kept across {@link take}. */
  words = new Int32Array(FIRST_BLOCKS * BLOCK_WORDS);
  /** The same memory as doubles, two words each, and as floats. */
  doubles = new Float64Array(this.words.buffer);
  floats = new Float32Array(this.words.buffer);
  /** Link and count of holders of each block. */
  #links = new Int32Array(FIRST_BLOCKS);
  /** First free block; each free block is linked to the next one. */
  #free = NO_BLOCK;
  /** The first block of the chains that were let go and not yet taken apart. */
  #chain = NO_BLOCK;
  /** The next block that was never used; block 0 is {@link NO_BLOCK}. */
  #fresh = 1;
  #taken = 0;

  /** A block with one holder and no link; its words are what the last user left. */
  take(): number {
    let block = this.#free;
    if (block === NO_BLOCK) block = this.#takeFromChain();
    else this.#free = this.link(block);
    if (block === NO_BLOCK) block = this.#takeFresh();
    this.#links[block] = ONE_HOLDER;
    this.#taken++;
    return block;
  }

  /** As {@link take}, filled with zeros. */
  takeCleared(): number {
    const block = this.take();
    const at = this.at(block);
    this.words.fill(0, at, at + USER_WORDS);
    return block;
  }

  /** Adds a holder: at most 31, more than there are fields that hold records. */
  retain(block: number): number {
    if (block === NO_BLOCK) return NO_BLOCK;
    this.#links[block] = (this.#links[block] ?? 0) + ONE_HOLDER;
    return block;
  }

  /** Removes a holder. */
  release(block: number): void {
    if (block === NO_BLOCK) return;
    const left = (this.#links[block] ?? 0) - ONE_HOLDER;
    this.#links[block] = left;
    if (left >>> 0 > LINK_MASK) return;
    this.#links[block] = this.#free;
    this.#free = block;
    this.#taken--;
  }

  /**
   * Removes a holder from each block of a chain, when one is needed: the chain is never walked for its own sake.
   */
  releaseChain(first: number, last: number): void {
    if (first === NO_BLOCK) return;
    this.setLink(last, this.#chain);
    this.#chain = first;
  }

  /** Holds `next` in place of `current`; to be assigned to the field that held `current`. */
  exchange(current: number, next: number): number {
    this.retain(next);
    this.release(current);
    return next;
  }

  /** The block that a block is linked to. */
  link(block: number): number {
    return (this.#links[block] ?? 0) & LINK_MASK;
  }

  /** Links a block to another one, without holding it. */
  setLink(block: number, next: number): void {
    this.#links[block] = ((this.#links[block] ?? 0) & ~LINK_MASK) | next;
  }

  /** Index of a block's first word in {@link words} and {@link floats}. */
  at(block: number): number {
    return block << 4;
  }

  /** Index of a block's first double in {@link doubles}. */
  doubleAt(block: number): number {
    return block << 3;
  }

  /** Blocks that have a holder, chains that were let go not counted: for tests, this is slow. */
  get live(): number {
    let live = this.#taken;
    for (let block = this.#chain; block !== NO_BLOCK; block = this.link(block)) {
      if (this.#isHeldOnce(block)) live--;
    }
    return live;
  }

  /** Bytes taken from the system; it gives real memory only to what was written. */
  get bytes(): number {
    return this.words.byteLength + this.#links.byteLength;
  }

  /** The next block of a chain that nobody else holds. */
  #takeFromChain(): number {
    while (this.#chain !== NO_BLOCK) {
      const block = this.#chain;
      this.#chain = this.link(block);
      if (this.#isHeldOnce(block)) {
        this.#taken--;
        return block;
      }
      this.release(block);
    }
    return NO_BLOCK;
  }

  #isHeldOnce(block: number): boolean {
    return (this.#links[block] ?? 0) >>> 0 < 2 * ONE_HOLDER;
  }

  #takeFresh(): number {
    const block = this.#fresh++;
    if (this.at(block) === this.words.length) this.#grow();
    return block;
  }

  #grow(): void {
    const grown = new Int32Array(2 * this.words.length);
    grown.set(this.words);
    this.words = grown;
    this.doubles = new Float64Array(grown.buffer);
    this.floats = new Float32Array(grown.buffer);
    const links = new Int32Array(2 * this.#links.length);
    links.set(this.#links);
    this.#links = links;
  }
}
