import { type Formatters, IntlMessageFormat } from 'intl-messageformat';

/** A number for ICU `plural`, and its printed form everywhere else. */
export class Quantity {
  readonly #number: number;
  readonly #printed: string;

  constructor(number: number, printed: string) {
    this.#number = number;
    this.#printed = printed;
  }

  valueOf(): number {
    return this.#number;
  }

  toString(): string {
    return this.#printed;
  }
}

/** What a message is filled with: text ready for print (escaped where it must be), or a quantity. */
export type Arguments = Readonly<Record<string, string | Quantity>>;

/** The sentences of one language: ICU messages, parsed once each. */
export class Messages {
  readonly #tag: string;
  readonly #formatters: Formatters | undefined;
  readonly #parsed = new Map<string, IntlMessageFormat>();

  constructor(tag: string, formatters?: Formatters) {
    this.#tag = tag;
    this.#formatters = formatters;
  }

  /** Fills a message; throws when it quotes something that it was not given. */
  format(message: string, values: Arguments = {}): string {
    const parts = this.#parse(message).formatToParts(values);
    return parts.map(({ value }) => String(value)).join('');
  }

  #parse(message: string): IntlMessageFormat {
    const known = this.#parsed.get(message);
    if (known !== undefined) return known;
    const formatters = this.#formatters;
    const options = formatters === undefined ? { ignoreTag: true } : { ignoreTag: true, formatters };
    const parsed = new IntlMessageFormat(message, this.#tag, undefined, options);
    this.#parsed.set(message, parsed);
    return parsed;
  }
}
