/** Writes numbers, texts and segments in few bytes: what is kept of a RST until somebody asks for it. */
import type { SeenSegment } from '../model/connection.ts';
import { DOUBLE, INTEGERS, MAX_INTEGER, NULL, SEGMENT_VALUES, type Texts, valuesOf } from './packing.ts';

export class Packer {
  readonly #texts: Texts;
  #view = new DataView(new ArrayBuffer(4096));
  #length = 0;
  /** Segments that were written already. */
  readonly #segments = new Map<SeenSegment, number>();
  /** The values of the last segment of each side, and those of the one being written. */
  readonly #client = new Float64Array(SEGMENT_VALUES);
  readonly #server = new Float64Array(SEGMENT_VALUES);
  readonly #values = new Float64Array(SEGMENT_VALUES);

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  /** What was written since the last call; valid until something else is written. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#view.buffer, 0, this.#length);
    this.#length = 0;
    this.#segments.clear();
    this.#client.fill(0);
    this.#server.fill(0);
    return bytes;
  }

  number(value: number | null): void {
    if (value === null) this.#code(NULL);
    else this.#difference(value, 0);
  }

  flag(value: boolean | null): void {
    this.number(value === null ? null : Number(value));
  }

  text(value: string): void {
    this.number(this.#texts.numberOf(value));
  }

  list<Item>(items: Iterable<Item> & { readonly length: number }, write: (item: Item) => void): void {
    this.number(items.length);
    for (const item of items) write(item);
  }

  /** What may be missing. */
  maybe<Item>(item: Item | null, write: (item: Item) => void): void {
    this.flag(item !== null);
    if (item !== null) write(item);
  }

  /** A segment is written once, as what differs from the one before it of the same side. */
  segment(segment: SeenSegment | null): void {
    if (segment === null) {
      this.number(0);
      return;
    }
    const known = this.#segments.get(segment);
    this.number(known ?? this.#segments.size + 1);
    if (known !== undefined) return;
    this.#segments.set(segment, this.#segments.size + 1);
    this.text(segment.kind);
    const isFromClient = segment.from === 'client';
    this.flag(isFromClient);
    this.#changes(valuesOf(segment, this.#values), isFromClient ? this.#client : this.#server);
  }

  #changes(values: Float64Array, last: Float64Array): void {
    let changed = 0;
    for (let n = 0; n < SEGMENT_VALUES; n++) if (values[n] !== last[n]) changed |= 1 << n;
    this.number(changed);
    for (let n = 0; n < SEGMENT_VALUES; n++) {
      if ((changed & (1 << n)) !== 0) this.#difference(values[n] ?? 0, last[n] ?? 0);
    }
    last.set(values);
  }

  /** Integers as their difference, everything else as it is. */
  #difference(value: number, last: number): void {
    const more = value - last;
    if (Number.isInteger(value) && Number.isInteger(last) && Math.abs(more) < MAX_INTEGER) {
      this.#code(INTEGERS + (more < 0 ? -2 * more - 1 : 2 * more));
      return;
    }
    this.#code(DOUBLE);
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value);
    this.#length += 8;
  }

  /** Seven bits in each byte, the lowest first; the highest bit says that more follow. */
  #code(code: number): void {
    this.#reserve(8);
    let rest = code;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#view.setUint8(this.#length++, (rest % 128) | 128);
    this.#view.setUint8(this.#length++, rest);
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#view.byteLength) return;
    const grown = new Uint8Array(2 * this.#view.byteLength);
    grown.set(new Uint8Array(this.#view.buffer));
    this.#view = new DataView(grown.buffer);
  }
}
