// Hot path: runs once per packet. No allocation.
// Addresses become small integers, so that a connection is found by comparing numbers.

import type { AddressBook } from '../model/addresses.ts';
import { formatIpv4, formatIpv6 } from './address-text.ts';

const FIRST_CAPACITY = 1024;
/** Four words of the address, and a fifth for its version: 10.0.0.1 is not ::ffff:10.0.0.1. */
const WORDS = 5;

/** A hash table with open addressing in typed arrays: address → its number, in order of appearance from 0. */
export class AddressTable implements AddressBook {
  #words = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** Number plus one; 0 is a free slot. Twice as many slots as addresses, so that probing stays short. */
  #slots = new Int32Array(FIRST_CAPACITY * 2);
  #count = 0;

  /** How many addresses there are. */
  get size(): number {
    return this.#count;
  }

  /** The number of the IPv4 address at `offset`. */
  intern4(view: DataView, offset: number): number {
    return this.#intern(view.getUint32(offset), 0, 0, 0, 4);
  }

  /** The number of the IPv6 address at `offset`. */
  intern6(view: DataView, offset: number): number {
    return this.#intern(
      view.getUint32(offset),
      view.getUint32(offset + 4),
      view.getUint32(offset + 8),
      view.getUint32(offset + 12),
      6,
    );
  }

  #intern(a: number, b: number, c: number, d: number, version: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(a, b, c, d) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0) return this.#add(slot, a, b, c, d, version);
      const at = (entry - 1) * WORDS;
      const words = this.#words;
      if (
        words[at] === a &&
        words[at + 1] === b &&
        words[at + 2] === c &&
        words[at + 3] === d &&
        words[at + 4] === version
      ) {
        return entry - 1;
      }
    }
  }

  #add(slot: number, a: number, b: number, c: number, d: number, version: number): number {
    const id = this.#count++;
    const at = id * WORDS;
    this.#words[at] = a;
    this.#words[at + 1] = b;
    this.#words[at + 2] = c;
    this.#words[at + 3] = d;
    this.#words[at + 4] = version;
    this.#slots[slot] = id + 1;
    if (this.#count * 2 === this.#slots.length) this.#grow();
    return id;
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let id = 0; id < this.#count; id++) {
      const at = id * WORDS;
      let slot = hash(words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }

  ipVersion(id: number): 4 | 6 {
    return this.#words[id * WORDS + 4] === 6 ? 6 : 4;
  }

  format(id: number): string {
    if (id < 0 || id >= this.#count) throw new RangeError(`no address has the number ${id}`);
    const words = this.#words.subarray(id * WORDS, id * WORDS + 4);
    return this.ipVersion(id) === 4 ? formatIpv4(words[0] ?? 0) : formatIpv6(words);
  }
}

/** Mixes four words (the finalizer of MurmurHash3 over a multiplicative sum). */
function hash(a: number, b: number, c: number, d: number): number {
  let h = a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
