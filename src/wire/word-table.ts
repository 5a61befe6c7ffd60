// Hot path: runs once per packet. No allocation.

const FIRST_CAPACITY = 1024;
const WORDS = 5;

/**
 * Gives each tuple of five signed 32-bit words a number, in order of appearance from 0: open addressing in typed arrays.
 * Signed, because V8 passes such numbers without allocating; an unsigned word above 2³¹ would become an object on the heap.
 */
export class WordTable {
  #words = new Int32Array(FIRST_CAPACITY * WORDS);
  /** Number plus one; 0 is a free slot. Twice as many slots as tuples, so that probing stays short. */
  #slots = new Int32Array(FIRST_CAPACITY * 2);
  #count = 0;

  /** How many tuples there are. */
  get size(): number {
    return this.#count;
  }

  /** The number of a tuple. */
  intern(a: number, b: number, c: number, d: number, e: number): number {
    const mask = this.#slots.length - 1;
    const words = this.#words;
    for (let slot = hash(a, b, c, d, e) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0) return this.#add(slot, a, b, c, d, e);
      const at = (entry - 1) * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d && words[at + 4] === e) {
        return entry - 1;
      }
    }
  }

  /** One word, 0–4, of the tuple with this number. */
  word(id: number, index: number): number {
    return this.#words[id * WORDS + index] ?? 0;
  }

  #add(slot: number, a: number, b: number, c: number, d: number, e: number): number {
    const id = this.#count++;
    const at = id * WORDS;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = c;
    this.#words[at + 3] = d;
    this.#words[at + 4] = e;
    this.#slots[slot] = id + 1;
    if (this.#count * 2 === this.#slots.length) this.#grow();
    return id;
  }

  #grow(): void {
    const words = new Int32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      const at = id * WORDS;
      let slot =
        hash(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0, words[at + 4] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** Mixes five words: a multiplicative sum, then the finalizer of MurmurHash3. */
function hash(a: number, b: number, c: number, d: number, e: number): number {
  let h = a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35) ^ Math.imul(e, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
