import { type Cipher, createCipheriv, hkdfSync } from 'node:crypto';

/** Leading bits of an address that mean something of their own. */
export interface Prefix {
  readonly bytes: readonly number[];
  readonly bits: number;
  /** Addresses that begin so are the same everywhere and say nothing about anybody: they stay as they are. */
  readonly stays?: boolean;
}

const BLOCK = 16;
/** Addresses remembered; more are worked out again. */
const MOST_REMEMBERED = 100_000;

/**
 * A permutation of addresses under which those that share a prefix go on sharing one of the same length, and no longer one: Xu, Fan,
 * Ammar and Moon, "Prefix-preserving IP address anonymization" (ICNP 2002), with AES-256 and a key of its own for each kind of address.
 * Bits that tell the given prefixes apart stay, so that an address never leaves its class.
 */
export class PrefixMap {
  readonly #cipher: Cipher;
  readonly #length: number;
  readonly #prefixes: readonly Prefix[];
  /** Whether a bit stays in every address. */
  readonly #keptBits: readonly number[];
  readonly #known = new Map<string, Uint8Array>();

  constructor(
    key: Uint8Array,
    kind: string,
    length: number,
    prefixes: readonly Prefix[],
    keptBits: readonly number[] = [],
  ) {
    const own = new Uint8Array(hkdfSync('sha256', key, '', `whyrst ${kind}`, 32));
    this.#cipher = createCipheriv('aes-256-ecb', own, null).setAutoPadding(false);
    this.#length = length;
    this.#prefixes = prefixes;
    this.#keptBits = keptBits;
  }

  /** Puts the image of the address at `at` in its place. */
  replace(bytes: Uint8Array, at: number): void {
    const address = bytes.subarray(at, at + this.#length);
    const name = Buffer.from(address).toString('latin1');
    let image = this.#known.get(name);
    if (image === undefined) {
      image = this.#imageOf(address);
      if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
      this.#known.set(name, image);
    }
    address.set(image);
  }

  /** The address whose image this is. */
  originalOf(image: Uint8Array): Uint8Array {
    const original = Uint8Array.from(image);
    for (let bit = 0; bit < this.#length * 8; bit++) {
      // The bits before this one are already those of the original, which is all that the decision rests on.
      if (this.#turns(original, bit) && (this.#cipher.update(blockOf(original, bit))[0] ?? 0) >>> 7 === 1)
        flip(original, bit);
    }
    return original;
  }

  /** All blocks of an address go through the cipher in one call. */
  #imageOf(address: Uint8Array): Uint8Array {
    const bits = this.#length * 8;
    const blocks = Buffer.concat(Array.from({ length: bits }, (_, bit) => blockOf(address, bit)));
    const random = this.#cipher.update(blocks);
    const image = Uint8Array.from(address);
    for (let bit = 0; bit < bits; bit++) {
      if ((random[bit * BLOCK] ?? 0) >>> 7 === 1 && this.#turns(address, bit)) flip(image, bit);
    }
    return image;
  }

  /** Whether a bit may change: no prefix of a class branches off here. */
  #turns(address: Uint8Array, bit: number): boolean {
    if (this.#keptBits.includes(bit)) return false;
    return this.#prefixes.every(
      ({ bytes, bits, stays }) => (!stays && bits <= bit) || !agree(address, bytes, Math.min(bits, bit)),
    );
  }
}

/** The first bits of an address, a one, and zeros: different for each prefix and each length. */
function blockOf(address: Uint8Array, bits: number): Uint8Array {
  const block = new Uint8Array(BLOCK);
  block.set(address.subarray(0, bits >>> 3));
  const rest = bits & 7;
  block[bits >>> 3] = ((address[bits >>> 3] ?? 0) & (0xff00 >>> rest) & 0xff) | (0x80 >>> rest);
  return block;
}

function flip(address: Uint8Array, bit: number): void {
  address[bit >>> 3] = (address[bit >>> 3] ?? 0) ^ (0x80 >>> (bit & 7));
}

/** Whether the first bits are the same. */
function agree(address: Uint8Array, bytes: readonly number[], bits: number): boolean {
  const whole = bits >>> 3;
  for (let i = 0; i < whole; i++) if (address[i] !== (bytes[i] ?? 0)) return false;
  const mask = (0xff00 >>> (bits & 7)) & 0xff;
  return (((address[whole] ?? 0) ^ (bytes[whole] ?? 0)) & mask) === 0;
}
