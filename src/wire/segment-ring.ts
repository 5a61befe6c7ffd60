// Hot path: runs once per packet. No allocation.
/**
 * Memory shared by two threads: blocks of segments that one thread fills in turn and the other one empties. Each waits while
 * the other one is behind; no message is sent for a block.
 */

/** Blocks of 64 kB: few enough to stay in a processor's cache on the way, and enough that neither thread waits for each one. */
const BLOCKS = 8;
const BLOCK_WORDS = 2 ** 14;
/** Words in front of the blocks. */
const HEAD_WORDS = 64;

/** How many blocks were filled and emptied so far. */
const FILLED = 0;
const EMPTIED = 1;
/** Not 0 when no more blocks will be filled. */
const ENDED = 2;
/** The words used in each block. */
const USED = 16;

/** Long numbers: nanoseconds since 1970 of time 0; bytes of the input read, and all of them. */
const ZERO_NS = 2;
const BYTES_READ = 3;
const TOTAL_BYTES = 4;
/** Stands for a number that is not known. */
const UNKNOWN = -(2n ** 63n);

/** How long an emptying thread sleeps at most before it looks again, milliseconds. */
const LONGEST_SLEEP_MS = 100;

/** One end of the shared memory; the other end is made from its {@link memory} in the other thread. */
export class SegmentRing {
  readonly memory: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly bytes: Uint8Array;
  readonly #longs: BigInt64Array;
  /** The block being filled or emptied at this end, counted from the first one. */
  #block = 0;
  #used = 0;
  #hasRoom = true;

  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer((HEAD_WORDS + BLOCKS * BLOCK_WORDS) * 4);
    this.words = new Int32Array(this.memory);
    this.doubles = new Float64Array(this.memory);
    this.bytes = new Uint8Array(this.memory);
    this.#longs = new BigInt64Array(this.memory);
    if (memory === undefined) for (const long of [ZERO_NS, BYTES_READ, TOTAL_BYTES]) this.#longs[long] = UNKNOWN;
  }

  /** Filling: index of as many words to be written, all in one block. Waits for the other thread while all blocks are full. */
  reserve(words: number): number {
    if (this.#used + words > BLOCK_WORDS) this.flush();
    if (!this.#hasRoom) this.#awaitRoom();
    const at = this.blockStart + this.#used;
    this.#used += words;
    return at;
  }

  /** Filling: hands over what was written so far. */
  flush(): void {
    if (this.#used === 0) return;
    this.words[USED + (this.#block % BLOCKS)] = this.#used;
    this.#block++;
    this.#used = 0;
    this.#hasRoom = false;
    Atomics.store(this.words, FILLED, this.#block);
    Atomics.notify(this.words, FILLED);
  }

  /** Filling: no more blocks will come. Also wakes an emptying thread when the other one is gone. */
  end(): void {
    Atomics.store(this.words, ENDED, 1);
    Atomics.notify(this.words, FILLED);
  }

  /** Emptying: waits for the next block; false when there is none. */
  async next(): Promise<boolean> {
    for (;;) {
      // In this order: a block that was filled before the end is not overlooked.
      const hasEnded = Atomics.load(this.words, ENDED) !== 0;
      const filled = Atomics.load(this.words, FILLED);
      if (filled > this.#block) return true;
      if (hasEnded) return false;
      await this.#wakeAfter(filled);
    }
  }

  /** Emptying: gives the block back. */
  release(): void {
    this.#block++;
    Atomics.store(this.words, EMPTIED, this.#block);
    Atomics.notify(this.words, EMPTIED);
  }

  /** Index of the first word of the block at hand. */
  get blockStart(): number {
    return HEAD_WORDS + (this.#block % BLOCKS) * BLOCK_WORDS;
  }

  /** Emptying: index behind the last word of the block at hand. */
  get blockEnd(): number {
    return this.blockStart + (this.words[USED + (this.#block % BLOCKS)] ?? 0);
  }

  /** Nanoseconds since 1970 that time 0 stands for; null before the first packet. */
  get zeroNs(): bigint | null {
    return this.#long(ZERO_NS);
  }

  /** Filling: notes what time 0 is. */
  begin(ns: bigint): void {
    Atomics.store(this.#longs, ZERO_NS, ns);
  }

  /** How much of the input was read, and how much there is or null; in bytes. */
  get progress(): { readonly bytesRead: number; readonly totalBytes: number | null } {
    const total = this.#long(TOTAL_BYTES);
    return { bytesRead: Number(this.#long(BYTES_READ) ?? 0n), totalBytes: total === null ? null : Number(total) };
  }

  noteProgress(bytesRead: number, totalBytes: number | null): void {
    Atomics.store(this.#longs, BYTES_READ, BigInt(bytesRead));
    Atomics.store(this.#longs, TOTAL_BYTES, totalBytes === null ? UNKNOWN : BigInt(totalBytes));
  }

  #long(index: number): bigint | null {
    const value = Atomics.load(this.#longs, index);
    return value === UNKNOWN ? null : value;
  }

  #awaitRoom(): void {
    for (;;) {
      const emptied = Atomics.load(this.words, EMPTIED);
      if (this.#block - emptied < BLOCKS) break;
      Atomics.wait(this.words, EMPTIED, emptied);
    }
    this.#hasRoom = true;
  }

  /** Resolves when more than that many blocks were filled, or there is an end. */
  async #wakeAfter(filled: number): Promise<void> {
    // The other thread may end between two looks: nobody wakes a sleeper for good.
    const woken = Atomics.waitAsync(this.words, FILLED, filled, LONGEST_SLEEP_MS);
    if (woken.async) await woken.value;
  }
}
