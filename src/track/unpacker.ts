/** Reads what a Packer wrote, in the same order. */
import type { SeenSegment, SegmentKind } from '../model/connection.ts';
import { DOUBLE, INTEGERS, NULL, SEGMENT_VALUES, segmentOf, type Texts } from './packing.ts';

export class Unpacker {
  readonly #texts: Texts;
  readonly #view: DataView;
  #at = 0;
  readonly #segments: SeenSegment[] = [];
  readonly #client = new Float64Array(SEGMENT_VALUES);
  readonly #server = new Float64Array(SEGMENT_VALUES);

  constructor(texts: Texts, view: DataView) {
    this.#texts = texts;
    this.#view = view;
  }

  number(): number {
    return this.#after(0, this.#code());
  }

  maybeNumber(): number | null {
    const code = this.#code();
    return code === NULL ? null : this.#after(0, code);
  }

  flag(): boolean {
    return this.number() === 1;
  }

  maybeFlag(): boolean | null {
    const value = this.maybeNumber();
    return value === null ? null : value === 1;
  }

  text(): string {
    return this.#texts.at(this.number());
  }

  list<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let left = this.number(); left > 0; left--) items.push(read());
    return items;
  }

  maybe<Item>(read: () => Item): Item | null {
    return this.flag() ? read() : null;
  }

  segment(): SeenSegment {
    const segment = this.maybeSegment();
    if (segment === null) throw new RangeError('a segment was expected');
    return segment;
  }

  maybeSegment(): SeenSegment | null {
    const number = this.number();
    if (number === 0) return null;
    const known = this.#segments[number - 1];
    if (known !== undefined) return known;
    const kind = this.text() as SegmentKind;
    const isFromClient = this.flag();
    const last = isFromClient ? this.#client : this.#server;
    const changed = this.number();
    for (let n = 0; n < SEGMENT_VALUES; n++) {
      if ((changed & (1 << n)) !== 0) last[n] = this.#after(last[n] ?? 0, this.#code());
    }
    const segment = segmentOf(last, isFromClient ? 'client' : 'server', kind);
    this.#segments.push(segment);
    return segment;
  }

  /** The number that a code stands for behind another number. */
  #after(last: number, code: number): number {
    if (code !== DOUBLE) {
      const zigzag = code - INTEGERS;
      return last + (zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2);
    }
    const value = this.#view.getFloat64(this.#at);
    this.#at += 8;
    return value;
  }

  #code(): number {
    let code = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#view.getUint8(this.#at++);
      code += (byte & 127) * scale;
      if (byte < 128) return code;
    }
  }
}
