/** Says the sentences of a catalogue about one RST: facts printed for the reader, and escaped for the format of the output. */

import type { FactShape, Facts } from '../model/reading.ts';
import { commonFacts } from '../model/story-keys.ts';
import type { Analysis, Verdict } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { clockAt, instantNs } from './clock.ts';
import type { Arguments } from './message.ts';
import { printers, printFacts, printList, type Reader } from './quantities.ts';

/** What a voice needs beside the catalogue. */
export interface Manner {
  readonly quote: (raw: string) => string;
  readonly timeZone: string;
}

export class Voice {
  readonly catalogue: Catalogue;
  readonly manner: Manner;
  readonly #reader: Reader;
  readonly #common: Arguments;

  constructor(catalogue: Catalogue, manner: Manner, zeroNs: bigint | null, common: Facts | null = null) {
    this.catalogue = catalogue;
    this.manner = manner;
    this.#reader = {
      tag: catalogue.tag,
      timeZone: manner.timeZone,
      zeroNs,
      quote: manner.quote,
      say: (key, values) => catalogue.messages.format(catalogue.common(key), values),
    };
    this.#common = common === null ? {} : printFacts(commonFacts, common, this.#reader);
  }

  /** A voice that may quote the facts which every sentence about this RST may quote. */
  about(verdict: Pick<Verdict, 'capture' | 'common'>, { captures }: Pick<Analysis, 'captures'>): Voice {
    const zeroNs = captures[verdict.capture]?.zeroNs ?? null;
    return new Voice(this.catalogue, this.manner, zeroNs, verdict.common);
  }

  /** Says a sentence of common.json. */
  say(key: string, values: Arguments = {}): string {
    return this.tell(this.catalogue.common(key), values);
  }

  /** Says a sentence of common.json that quotes facts of its own. */
  sayFacts(key: string, shape: FactShape, facts: Facts, more: Arguments = {}): string {
    return this.say(key, { ...this.facts(shape, facts), ...more });
  }

  /** Says any message of the catalogue. */
  tell(message: string, values: Arguments = {}): string {
    return this.catalogue.messages.format(message, { ...this.#common, ...values });
  }

  /** Prints facts as arguments of a sentence. */
  facts(shape: FactShape, facts: Facts): Arguments {
    return printFacts(shape, facts, this.#reader);
  }

  count(value: number): Arguments[string] {
    return printers.count(value, this.#reader);
  }

  bytes(value: number): Arguments[string] {
    return printers.bytes(value, this.#reader);
  }

  duration(us: number): string {
    return String(printers.duration(us, this.#reader));
  }

  frames(frames: readonly number[]): string {
    return String(printers.frames(frames, this.#reader));
  }

  time(us: number): string {
    return String(printers.time(us, this.#reader));
  }

  /** The clock alone, for tables whose date stands elsewhere. */
  clock(us: number): string {
    const { zeroNs, timeZone } = this.#reader;
    return zeroNs === null ? '' : clockAt(instantNs(zeroNs, us), timeZone).time;
  }

  /** The reader's zone and its offset at a moment of the capture: `Asia/Shanghai (UTC+08:00)`, or `UTC`. */
  zone(us: number): string {
    const { zeroNs, timeZone } = this.#reader;
    const { offset } = clockAt(instantNs(zeroNs ?? 0n, us), timeZone);
    return offset === timeZone ? this.text(timeZone) : this.say('units.zone', { zone: this.text(timeZone), offset });
  }

  /** Quotes text from outside. */
  text(raw: string): string {
    return this.manner.quote(raw);
  }

  /** Joins what was said already. */
  list(said: readonly string[]): string {
    return printList(said, this.#reader);
  }
}
