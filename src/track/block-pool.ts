// Hot path: runs once per packet. No allocation.
/**
 * Memory for whatever tracking remembers: blocks of 64 bytes in pages, each with a count of its holders.
 * A block whose last holder lets go is handed out again, so a long capture needs no more than its live connections do.
 */

export const BLOCK_BYTES = 64;
/** Stands for "no block". */
export const NO_BLOCK = 0;

const PAGE_BITS = 12;
const PAGE_BLOCKS = 1 << PAGE_BITS;
/** The holder counts follow the blocks of a page, one byte each. */
const HOLDERS = PAGE_BLOCKS * BLOCK_BYTES;

export class BlockPool {
  readonly #pages: DataView[] = [];
  /** First free block; each free block names the next one in its first word. */
  #free = NO_BLOCK;
  /** The next block that was never used; block 0 is {@link NO_BLOCK}. */
  #fresh = 1;
  /** Blocks that have a holder. */
  live = 0;

  /** A block with one holder; its bytes are what the last user left. */
  take(): number {
    let block = this.#free;
    if (block === NO_BLOCK) {
      block = this.#fresh++;
      if (block >>> PAGE_BITS >= this.#pages.length) this.#addPage();
    } else {
      this.#free = this.page(block).getInt32(this.at(block), true);
    }
    this.page(block).setUint8(HOLDERS + (block & (PAGE_BLOCKS - 1)), 1);
    this.live++;
    return block;
  }

  /** As {@link take}, filled with zeros. */
  takeCleared(): number {
    const block = this.take();
    const page = this.page(block);
    const at = this.at(block);
    for (let offset = 0; offset < BLOCK_BYTES; offset += 8) page.setFloat64(at + offset, 0, true);
    return block;
  }

  /** Adds a holder. */
  retain(block: number): number {
    if (block === NO_BLOCK) return NO_BLOCK;
    const page = this.page(block);
    const holders = HOLDERS + (block & (PAGE_BLOCKS - 1));
    page.setUint8(holders, page.getUint8(holders) + 1);
    return block;
  }

  /** Removes a holder. */
  release(block: number): void {
    if (block === NO_BLOCK) return;
    const page = this.page(block);
    const holders = HOLDERS + (block & (PAGE_BLOCKS - 1));
    const left = page.getUint8(holders) - 1;
    page.setUint8(holders, left);
    if (left > 0) return;
    page.setInt32(this.at(block), this.#free, true);
    this.#free = block;
    this.live--;
  }

  /** Holds `next` in place of `current`; to be assigned to the field that held `current`. */
  exchange(current: number, next: number): number {
    this.retain(next);
    this.release(current);
    return next;
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
    return this.#pages.length * (HOLDERS + PAGE_BLOCKS);
  }

  #addPage(): void {
    this.#pages.push(new DataView(new ArrayBuffer(HOLDERS + PAGE_BLOCKS)));
  }
}
