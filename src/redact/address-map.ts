import { isIPv4, isIPv6 } from 'node:net';
import { formatIpv4, formatIpv6 } from '../wire/address-text.ts';
import { type Prefix, PrefixMap } from './prefix-map.ts';

/** A prefix from the text of its bytes, in hexadecimal. */
const prefix = (hex: string, bits: number): Prefix => ({ bytes: [...Buffer.from(hex, 'hex')], bits });
const staying = (hex: string, bits: number): Prefix => ({ ...prefix(hex, bits), stays: true });

/**
 * IPv4: this network and loopback (RFC 6890), private use (RFC 1918), carrier NAT (RFC 6598), link-local (RFC 3927), multicast with
 * its local control block (RFC 5771 §4), class E with the broadcast address.
 */
const IPV4: readonly Prefix[] = [
  ...[staying('00', 8), staying('7f', 8), prefix('0a', 8), prefix('ac10', 12), prefix('c0a8', 16), prefix('6440', 10)],
  ...[prefix('a9fe', 16), prefix('e0', 4), staying('e00000', 24), prefix('f0', 4), staying('ffffffff', 32)],
];

/**
 * IPv6 (RFC 4291, RFC 4193): unspecified and loopback, IPv4 inside (mapped, NAT64 of RFC 6052), global, Teredo and 6to4, unique local,
 * link-local, and multicast with all its scopes, whose lowest group numbers are those of protocols (RFC 4291 §2.7.1).
 */
const IPV6: readonly Prefix[] = [
  ...[staying('00'.repeat(15), 120), prefix(`${'00'.repeat(10)}ffff`, 96), prefix(`0064ff9b${'00'.repeat(8)}`, 96)],
  ...[
    prefix('20', 3),
    prefix('20010000', 32),
    prefix('2002', 16),
    prefix('fc', 8),
    prefix('fd', 8),
    prefix('fe80', 10),
  ],
  ...[prefix(`fe80${'00'.repeat(6)}`, 64), prefix('ff', 8)],
  ...Array.from({ length: 256 }, (_, low): readonly Prefix[] => {
    const scope = `ff${low.toString(16).padStart(2, '0')}`;
    return low < 16 ? [prefix(scope, 16), staying(`${scope}${'00'.repeat(12)}`, 112)] : [prefix(scope, 16)];
  }).flat(),
];
/** Where the IPv4 address stands in those that hold one. */
const INNER = 12;

/** MAC: nobody, everybody, groups of bridges (IEEE 802.1Q §8.6.3), of IPv4 and IPv6, virtual routers (RFC 9568 §7.3). */
const MAC: readonly Prefix[] = [
  ...[staying('000000000000', 48), staying('ffffffffffff', 48), staying('0180c20000', 40), prefix('01005e', 25)],
  ...[prefix('3333', 16), staying('00005e0001', 40), staying('00005e0002', 40)],
];
/** Bits of the first byte that say "group" and "not given by a maker" (IEEE 802 §8.2). */
const MAC_KEPT = [6, 7];

/** What becomes of the addresses in a packet: each method replaces the one at an offset. */
export type Addresses = Pick<AddressMap, 'ipv4' | 'ipv6' | 'mac'>;

/** They stay as they are. */
export const sameAddresses: Addresses = { ipv4: () => {}, ipv6: () => {}, mac: () => {} };

/** The addresses of a capture under one key: each has one image, of the same class, and the key alone leads back. */
export class AddressMap {
  readonly #ipv4: PrefixMap;
  readonly #ipv6: PrefixMap;
  readonly #mac: PrefixMap;

  constructor(key: Uint8Array) {
    this.#ipv4 = new PrefixMap(key, 'IPv4', 4, IPV4);
    this.#ipv6 = new PrefixMap(key, 'IPv6', 16, IPV6);
    this.#mac = new PrefixMap(key, 'MAC', 6, MAC, MAC_KEPT);
  }

  ipv4(bytes: Uint8Array, at: number): void {
    this.#ipv4.replace(bytes, at);
  }

  ipv6(bytes: Uint8Array, at: number): void {
    if (holdsIpv4(bytes, at)) this.#ipv4.replace(bytes, at + INNER);
    else this.#ipv6.replace(bytes, at);
  }

  mac(bytes: Uint8Array, at: number): void {
    this.#mac.replace(bytes, at);
  }

  /** The image of an IP address that a person wrote; null when the text is none. */
  hide(text: string): string | null {
    const bytes = addressBytes(text);
    if (bytes === null) return null;
    if (bytes.length === 4) this.ipv4(bytes, 0);
    else this.ipv6(bytes, 0);
    return addressText(bytes);
  }

  /** The original of an address that a redacted document shows; null when the text is none. */
  reveal(text: string): string | null {
    if (/^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i.test(text)) {
      const original = this.#mac.originalOf(
        Uint8Array.from(text.split(/[:-]/).map((part) => Number.parseInt(part, 16))),
      );
      return Array.from(original, (byte) => byte.toString(16).padStart(2, '0')).join(':');
    }
    const image = addressBytes(text);
    if (image === null) return null;
    if (image.length === 4) return addressText(this.#ipv4.originalOf(image));
    if (!holdsIpv4(image, 0)) return addressText(this.#ipv6.originalOf(image));
    image.set(this.#ipv4.originalOf(image.subarray(INNER)), INNER);
    return addressText(image);
  }
}

/** `::ffff:0:0/96` and `64:ff9b::/96`. */
function holdsIpv4(bytes: Uint8Array, at: number): boolean {
  const first = bytes.subarray(at, at + INNER);
  const hex = Buffer.from(first).toString('hex');
  return hex === `${'00'.repeat(10)}ffff` || hex === `0064ff9b${'00'.repeat(8)}`;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function addressText(bytes: Uint8Array): string {
  const word = (at: number): number => viewOf(bytes).getInt32(at);
  return bytes.length === 4 ? formatIpv4(word(0)) : formatIpv6([0, 4, 8, 12].map(word));
}

/** The bytes of an IP address; null when the text is none. */
function addressBytes(text: string): Uint8Array | null {
  if (isIPv4(text)) return Uint8Array.from(text.split('.').map(Number));
  return isIPv6(text) && !text.includes('%') ? ipv6Bytes(text) : null;
}

/** An IP address as documents write it (RFC 5952); null when the text is none. */
export function canonicalAddress(text: string): string | null {
  const bytes = addressBytes(text);
  return bytes === null ? null : addressText(bytes);
}

/** The bytes of a valid IPv6 address (RFC 4291 §2.2), which may end in dotted decimal. */
function ipv6Bytes(text: string): Uint8Array {
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  return Uint8Array.from(
    [...front, ...zeros, ...back].flatMap((group) => {
      const word = Number.parseInt(group, 16);
      return [word >>> 8, word & 0xff];
    }),
  );
}
