// Hot path: runs once per packet. No allocation.
/**
 * Memory for whatever tracking remembers: blocks of 64 bytes (a cache line) in pages, each with a count of its holders.
 * A block whose last holder lets go is handed out again, so a long capture needs no more than its live connections do.
 */

const BLOCK_BYTES = 64;
/** Bytes of a block that its user may write; the last word is the link and the count of holders. */
export const USER_BYTES = 60;
/** Stands for "no block". */
export const NO_BLOCK = 0;

const PAGE_BITS = 12;
const PAGE_BLOCKS = 1 << PAGE_BITS;
/** The last word: a link to another block in 27 bits, above it the count of holders in five. */
const LINK = USER_BYTES;
const LINK_MASK = 2 ** 27 - 1;
const ONE_HOLDER = LINK_MASK + 1;

/** Hands out blocks and takes them back. */
export class BlockPool {
  readonly #pages: DataView[] = [];
  /** First free block; each free block is linked to the next one. */
  #free = NO_BLOCK;
  /** The next block that was never used; block 0 is {@link NO_BLOCK}. */
  #fresh = 1;
  /** Blocks that have a holder. */
  live = 0;

  /** A block with one holder and no link; its bytes are what the last user left. */
  take(): number {
    let block = this.#free;
    if (block === NO_BLOCK) {
      block = this.#fresh++;
      if (block >>> PAGE_BITS >= this.#pages.length) this.#addPage();
    } else {
      this.#free = this.link(block);
    }
    this.page(block).setUint32(this.at(block) + LINK, ONE_HOLDER, true);
    this.live++;
    return block;
  }

  /** As {@link take}, filled with zeros. */
  takeCleared(): number {
    const block = this.take();
    const page = this.page(block);
    const at = this.at(block);
    for (let offset = 0; offset < USER_BYTES; offset += 4) page.setInt32(at + offset, 0, true);
    return block;
  }

  /** Adds a holder: at most 31, more than there are fields that hold records. */
  retain(block: number): number {
    if (block === NO_BLOCK) return NO_BLOCK;
    const page = this.page(block);
    const at = this.at(block) + LINK;
    page.setUint32(at, page.getUint32(at, true) + ONE_HOLDER, true);
    return block;
  }

  /** Removes a holder. */
  release(block: number): void {
    if (block === NO_BLOCK) return;
    const page = this.page(block);
    const at = this.at(block) + LINK;
    const left = page.getUint32(at, true) - ONE_HOLDER;
    page.setUint32(at, left, true);
    if (left > LINK_MASK) return;
    page.setUint32(at, this.#free, true);
    this.#free = block;
    this.live--;
  }

  /** Holds `next` in place of `current`; to be assigned to the field that held `current`. */
  exchange(current: number, next: number): number {
    this.retain(next);
    this.release(current);
    return next;
  }

  /** The block that a block is linked to. */
  link(block: number): number {
    return this.page(block).getUint32(this.at(block) + LINK, true) & LINK_MASK;
  }

  /** Links a block to another one, without holding it. */
  setLink(block: number, next: number): void {
    const page = this.page(block);
    const at = this.at(block) + LINK;
    page.setUint32(at, (page.getUint32(at, true) & ~LINK_MASK) + next, true);
  }

  /** The page a block lies in. */
  page(block: number): DataView {
    const page = this.#pages[block >>> PAGE_BITS];
    if (page === undefined) throw new RangeError(`No block ${block}.`);
    return page;
  }

  /** Byte offset of a block in its page. */
  at(block: number): number {
    return (block & (PAGE_BLOCKS - 1)) * BLOCK_BYTES;
  }

  /** Bytes taken from the system. */
  get bytes(): number {
    return this.#pages.length * PAGE_BLOCKS * BLOCK_BYTES;
  }

  #addPage(): void {
    this.#pages.push(new DataView(new ArrayBuffer(PAGE_BLOCKS * BLOCK_BYTES)));
  }
}
