/**
 * Parses a filter: the everyday part of pcap-filter(7). Primitives are [ip|ip6|tcp] [src|dst|src or dst|src and dst]
 * [host|net|port|portrange] value; a value without qualifiers has those of the one before it. `and` and `or` bind equally strongly,
 * from left to right, as in libpcap; `not` binds more strongly.
 */
import { WhyrstError } from '../model/errors.ts';
import { hasHostBits, maskBits, parseHost, parseNetwork } from './address.ts';
import type { Direction, Expression, Network } from './expression.ts';
import { type Token, tokensOf } from './tokens.ts';

type Kind = 'host' | 'net' | 'port' | 'portrange';

/** The words in front of a value. */
interface Qualifiers {
  readonly version: 4 | 6 | null;
  readonly direction: Direction;
  readonly kind: Kind | null;
}

const NO_QUALIFIERS: Qualifiers = { version: null, direction: 'either', kind: null };
const KINDS: readonly string[] = ['host', 'net', 'port', 'portrange'];
const JOINING = new Map<string, 'and' | 'or'>([
  ['and', 'and'],
  ['&&', 'and'],
  ['or', 'or'],
  ['||', 'or'],
]);
const NEGATIONS = ['not', '!'];
const LAST_PORT = 65_535;
/** Brackets and negations inside one another; more is no filter that anybody writes. */
const DEEPEST = 100;
/** Words of one filter, for the same reason. */
const MOST_TOKENS = 1000;

/** Parses a filter; throws a usage error that names the column where it cannot be understood. */
export function parseFilter(text: string): Expression {
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;
  /** Qualifiers of the last primitive, for values that have none. */
  #last: Qualifiers | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  parse(): Expression {
    this.#next = this.#tokens.length > MOST_TOKENS ? MOST_TOKENS : 0;
    if (this.#next > 0) throw this.#error();
    const expression = this.#joined();
    if (this.#token.text !== '') throw this.#error();
    return expression;
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? { text: '', column: this.#text.length + 1 };
  }

  /** Goes on when this is the next token. */
  #takes(text: string): boolean {
    const isNext = this.#token.text === text;
    if (isNext) this.#next++;
    return isNext;
  }

  #joined(): Expression {
    let left = this.#negated();
    for (let kind = this.#joint(); kind !== undefined; kind = this.#joint()) {
      this.#next++;
      left = { kind, left, right: this.#negated() };
    }
    return left;
  }

  #joint(): 'and' | 'or' | undefined {
    return JOINING.get(this.#token.text.toLowerCase());
  }

  #negated(): Expression {
    if (++this.#depth > DEEPEST) throw this.#error();
    try {
      if (NEGATIONS.includes(this.#token.text.toLowerCase())) {
        this.#next++;
        return { kind: 'not', of: this.#negated() };
      }
      if (!this.#takes('(')) return this.#primitive();
      const inside = this.#joined();
      if (!this.#takes(')')) throw this.#error();
      return inside;
    } finally {
      this.#depth--;
    }
  }

  #primitive(): Expression {
    const start = this.#next;
    const protocol = this.#protocol();
    const direction = this.#direction();
    const kind = this.#kind();
    const isQualified = this.#next > start;
    const isValue = this.#isValue();
    if (!isValue && protocol !== null && direction === null && kind === null) return protocolOf(protocol);
    if (!isValue) throw this.#error();
    const qualifiers = isQualified
      ? { version: protocol === 4 || protocol === 6 ? protocol : null, direction: direction ?? 'either', kind }
      : (this.#last ?? NO_QUALIFIERS);
    this.#last = qualifiers;
    return this.#valued(qualifiers, protocol);
  }

  #protocol(): 4 | 6 | 'tcp' | null {
    const word = this.#token.text.toLowerCase();
    if (word !== 'ip' && word !== 'ip6' && word !== 'tcp') return null;
    this.#next++;
    return word === 'tcp' ? 'tcp' : word === 'ip' ? 4 : 6;
  }

  /** `src`, `dst`, and the two joined, in either order. */
  #direction(): Direction | null {
    const word = this.#token.text.toLowerCase();
    if (word !== 'src' && word !== 'dst') return null;
    this.#next++;
    const [joint, other] = [this.#token.text.toLowerCase(), this.#tokens[this.#next + 1]?.text.toLowerCase()];
    if ((joint !== 'or' && joint !== 'and') || other !== (word === 'src' ? 'dst' : 'src')) return word;
    this.#next += 2;
    return joint === 'or' ? 'either' : 'both';
  }

  #kind(): Kind | null {
    const word = this.#token.text.toLowerCase();
    if (!KINDS.includes(word)) return null;
    this.#next++;
    return word as Kind;
  }

  /** Whether a value begins here: every value of this subset has a digit or a colon. */
  #isValue(): boolean {
    return /^[0-9a-f:./-]*[0-9:][0-9a-f:./-]*$/i.test(this.#token.text);
  }

  #valued({ version, direction, kind }: Qualifiers, protocol: 4 | 6 | 'tcp' | null): Expression {
    if (kind === 'port' || kind === 'portrange') {
      const ports = this.#ports(kind, direction);
      return version === null ? ports : { kind: 'and', left: protocolOf(version), right: ports };
    }
    // libpcap refuses `tcp host` as well: an address belongs to IP.
    if (protocol === 'tcp') throw this.#error();
    const network = kind === 'net' ? this.#net() : this.#host();
    if (version !== null && network.version !== version) throw this.#error(-1);
    return { kind: 'network', direction, network };
  }

  #host(): Network {
    const network = parseHost(this.#token.text);
    if (network === null) throw this.#error();
    this.#next++;
    return network;
  }

  #net(): Network {
    const network = parseNetwork(this.#token.text);
    if (network === null) throw this.#error();
    this.#next++;
    const masked = this.#token.text.toLowerCase() === 'mask' ? this.#mask(network) : network;
    if (hasHostBits(masked)) throw this.#error(-1);
    return masked;
  }

  #mask(network: Network): Network {
    this.#next++;
    const bits = network.version === 4 ? maskBits(this.#token.text) : null;
    if (bits === null) throw this.#error();
    this.#next++;
    return { ...network, bits };
  }

  #ports(kind: 'port' | 'portrange', direction: Direction): Expression {
    const match = (kind === 'port' ? /^(\d{1,5})$/ : /^(\d{1,5})-(\d{1,5})$/).exec(this.#token.text);
    const [from, to] = [Number(match?.[1]), Number(match?.[2] ?? match?.[1])];
    if (match === null || Math.max(from, to) > LAST_PORT || from > to) throw this.#error();
    this.#next++;
    return { kind: 'ports', direction, from, to };
  }

  /** The error at the token at hand, or at one before it. */
  #error(back = 0): WhyrstError {
    const { text, column } = this.#tokens[Math.max(0, this.#next + back)] ?? this.#token;
    return new WhyrstError('usage/bad-filter', { filter: this.#text, column, word: text });
  }
}

function protocolOf(protocol: 4 | 6 | 'tcp'): Expression {
  return protocol === 'tcp' ? { kind: 'all' } : { kind: 'version', version: protocol };
}
