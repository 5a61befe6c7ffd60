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
    // As objects, texts stay parts of their own; the formatter would merge strings with what stands around them.
    const parts = this.#parse(message).formatToParts<Printable>(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, asObject(value)])),
    );
    return join(parts.map(({ value }) => String(value)));
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

/** Anything that knows how it is printed. */
interface Printable {
  toString(): string;
}

function asObject(value: string | Quantity): Printable {
  return typeof value === 'string' ? { toString: () => value } : value;
}

const HAN_AND_SPACE = /\p{Script=Han} $/u;
const STARTS_HAN = /^\p{Script=Han}/u;
const ENDS_HAN = /\p{Script=Han}$/u;
const SPACE_AND_HAN = /^ \p{Script=Han}/u;

/**
 * Puts the parts of a message together. A Chinese sentence leaves a space on both sides of an argument, which belongs there when the argument
 * is Latin or a number (350 秒), and not when it begins or ends in Chinese itself.
 */
function join(parts: readonly string[]): string {
  return parts.reduce((text, part) => {
    if (HAN_AND_SPACE.test(text) && STARTS_HAN.test(part)) return text.slice(0, -1) + part;
    if (ENDS_HAN.test(text) && SPACE_AND_HAN.test(part)) return text + part.slice(1);
    return text + part;
  }, '');
}
