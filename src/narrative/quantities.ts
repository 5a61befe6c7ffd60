/**
 * How each kind of fact is printed. A sentence writes the words around it: 第 {frame} 帧, frame {frame}, {bytes} 字节, {count} connections.
 * `frame`, `field`: plain digits. `bytes`, `count`: digits in groups, no unit. `duration`: with its unit. `time`: date and clock in the
 * reader's zone. `ratio`: a percentage. `term`: a word of common.json. All numbers also serve ICU `plural`.
 */
import type { FactKinds, FactShape, Facts } from '../model/reading.ts';
import { clockAt, instantNs } from './clock.ts';
import { printDuration, type SayUnit } from './duration.ts';
import { type Arguments, Quantity } from './message.ts';

/** For whom a fact is printed. */
export interface Reader {
  readonly tag: string;
  readonly timeZone: string;
  /** Nanoseconds since 1970 that time 0 of the capture stands for; null when the capture holds no packet. */
  readonly zeroNs: bigint | null;
  /** What makes text from outside harmless in the output format. */
  readonly quote: (raw: string) => string;
  /** Says a sentence of common.json. */
  readonly say: (key: string, values: Arguments) => string;
}

/** How many entries of a list are printed before the rest is counted. */
export const LISTED = 30;

type Printers = { readonly [Kind in keyof FactKinds]: (value: FactKinds[Kind], reader: Reader) => string | Quantity };

const plain = (value: number): Quantity => new Quantity(value, String(value));
const grouped = (value: number, { tag }: Reader): Quantity =>
  new Quantity(value, new Intl.NumberFormat(tag).format(value));

/** Prints one fact of a kind. */
export const printers: Printers = {
  frame: plain,
  field: plain,
  bytes: grouped,
  count: grouped,
  frames: (value, reader) => printList(value.map(String), reader),
  duration: (value, reader) => new Quantity(value, printDuration(value, reader.tag, unitsOf(reader))),
  time: (value, { zeroNs, timeZone }) => {
    if (zeroNs === null) throw new Error('a time is quoted of a capture that has none');
    const { date, time } = clockAt(instantNs(zeroNs, value), timeZone);
    return `${date} ${time}`;
  },
  ratio: (value, reader) => new Quantity(value, printRatio(value, reader)),
  term: (value, reader) => reader.say(`terms.${value}`, {}),
  text: (value, { quote }) => quote(value),
};

/** Prints the facts of a sentence; throws when one that the shape declares is missing. */
export function printFacts(shape: FactShape, facts: Facts, reader: Reader): Arguments {
  const printed: Record<string, string | Quantity> = {};
  for (const [name, kind] of Object.entries(shape)) {
    const value = (facts as Readonly<Record<string, unknown>>)[name];
    if (value === undefined) throw new Error(`the fact "${name}" is declared and not given`);
    const print = printers[kind] as (value: unknown, reader: Reader) => string | Quantity;
    printed[name] = print(value, reader);
  }
  return printed;
}

/** Joins entries in the reader's way; a long list is cut, and its full length is said. */
export function printList(entries: readonly string[], reader: Reader): string {
  const listed = entries.slice(0, LISTED).join(reader.say('lists.separator', {}));
  if (entries.length <= LISTED) return listed;
  return reader.say('lists.more', { list: listed, more: grouped(entries.length - LISTED, reader) });
}

function unitsOf(reader: Reader): SayUnit {
  return (unit, number) => reader.say(`units.${unit}`, { number });
}

/** Below this a percentage has too many zeros to be read: one in so many is clearer. */
const SMALL_RATIO = 0.001;

function printRatio(value: number, reader: Reader): string {
  if (value > 0 && value < SMALL_RATIO) {
    return reader.say('units.oneIn', { number: new Intl.NumberFormat(reader.tag).format(Math.round(1 / value)) });
  }
  return new Intl.NumberFormat(reader.tag, { style: 'percent', maximumSignificantDigits: 3 }).format(value);
}
