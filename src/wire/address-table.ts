// Hot path: runs once per packet. No allocation.
// Addresses become small integers, so that a connection is found by comparing numbers.

import type { AddressBook } from '../model/addresses.ts';
import { formatIpv4, formatIpv6 } from './address-text.ts';
import { WordTable } from './word-table.ts';

/** Words of an address: four of the address itself, then its version. */
const WORDS = 5;
const VERSION_WORD = 4;

/** Numbers addresses from 0 in order of appearance. The version belongs to the address: 10.0.0.1 is not ::ffff:10.0.0.1. */
export class AddressTable implements AddressBook {
  readonly #table = new WordTable();
  /** The last two IPv4 addresses that were looked up: in a burst each packet has both of them. */
  #word = 0;
  #id = -1;
  #wordBefore = 0;
  #idBefore = -1;

  /** How many addresses there are. */
  get size(): number {
    return this.#table.size;
  }

  /** The number of the IPv4 address at `offset`. */
  intern4(view: DataView, offset: number): number {
    const word = view.getInt32(offset);
    if (word === this.#word && this.#id >= 0) return this.#id;
    if (word === this.#wordBefore && this.#idBefore >= 0) return this.#idBefore;
    this.#wordBefore = this.#word;
    this.#idBefore = this.#id;
    this.#word = word;
    this.#id = this.#table.intern(word, 0, 0, 0, 4);
    return this.#id;
  }

  /** The number of the IPv6 address at `offset`. */
  intern6(view: DataView, offset: number): number {
    return this.#table.intern(
      view.getInt32(offset),
      view.getInt32(offset + 4),
      view.getInt32(offset + 8),
      view.getInt32(offset + 12),
      6,
    );
  }

  /** Copies the words of an address, for a table in another thread. */
  copyTo(words: Int32Array, at: number, id: number): void {
    for (let word = 0; word < WORDS; word++) words[at + word] = this.#table.word(id, word);
  }

  /** Numbers an address that was copied; in the order of another table, it gets the same number as there. */
  takeFrom(words: Int32Array, at: number): number {
    const [a = 0, b = 0, c = 0, d = 0, version = 0] = words.subarray(at, at + WORDS);
    return this.#table.intern(a, b, c, d, version);
  }

  ipVersion(id: number): 4 | 6 {
    return this.#table.word(id, VERSION_WORD) === 6 ? 6 : 4;
  }

  format(id: number): string {
    if (id < 0 || id >= this.size) throw new RangeError(`no address has the number ${id}`);
    if (this.ipVersion(id) === 4) return formatIpv4(this.#table.word(id, 0));
    return formatIpv6([0, 1, 2, 3].map((index) => this.#table.word(id, index)));
  }
}
