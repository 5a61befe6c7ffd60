/** How numbers, texts and segments are packed: what packer.ts and unpacker.ts have in common. */
import type { SeenSegment } from '../model/connection.ts';

/** A number is a code: none, a double that follows in eight bytes, or an integer, its sign in the lowest bit. */
export const NULL = 0;
export const DOUBLE = 1;
export const INTEGERS = 2;
/** Greater integers are written as doubles. */
export const MAX_INTEGER = 2 ** 50;

/** Texts that come again and again: addresses, and the names of kinds and outcomes. */
export class Texts {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  at(number: number): string {
    const text = this.#texts[number];
    if (text === undefined) throw new RangeError(`no text has the number ${number}`);
    return text;
  }
}

/** How many numbers a segment is made of, beside its side and kind. */
export const SEGMENT_VALUES = 17;

export function valuesOf(segment: SeenSegment, values: Float64Array): Float64Array {
  values[0] = segment.frame;
  values[1] = segment.timeUs;
  values[2] = segment.flags;
  values[3] = segment.seq;
  values[4] = segment.ack;
  values[5] = segment.window;
  values[6] = segment.payloadLength;
  values[7] = segment.options;
  values[8] = segment.tsValue;
  values[9] = segment.tsEcho;
  values[10] = segment.ttl;
  values[11] = segment.dscp;
  values[12] = segment.ipId;
  values[13] = segment.dontFragment;
  values[14] = segment.flowLabel;
  values[15] = segment.payloadHead;
  values[16] = segment.sourceMac;
  return values;
}

/** Numbers get back the kind that V8 keeps without a box. */
export function segmentOf(values: Float64Array, from: SeenSegment['from'], kind: SeenSegment['kind']): SeenSegment {
  return {
    frame: wordAt(values, 0),
    timeUs: values[1] ?? 0,
    from,
    kind,
    flags: wordAt(values, 2),
    seq: wordAt(values, 3),
    ack: wordAt(values, 4),
    window: wordAt(values, 5),
    payloadLength: wordAt(values, 6),
    options: wordAt(values, 7),
    tsValue: wordAt(values, 8),
    tsEcho: wordAt(values, 9),
    ttl: wordAt(values, 10),
    dscp: wordAt(values, 11),
    ipId: wordAt(values, 12),
    dontFragment: wordAt(values, 13),
    flowLabel: wordAt(values, 14),
    payloadHead: wordAt(values, 15),
    sourceMac: values[16] ?? 0,
  };
}

/** An unsigned word, or a small negative number. */
function wordAt(values: Float64Array, index: number): number {
  const value = values[index] ?? 0;
  return value < 0 ? value | 0 : value >>> 0;
}
