// Addresses and networks as they are written in filters.

import type { Network } from './expression.ts';

/** The 32-bit word of a dotted IPv4 address of `parts` numbers, the missing ones 0; null when it is none. */
function ipv4Word(text: string, parts: number): number | null {
  const numbers = text.split('.');
  if (numbers.length !== parts || numbers.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return [0, 1, 2, 3].reduce((word, i) => word * 256 + Number(numbers[i] ?? 0), 0);
}

/** The four words of an IPv6 address (RFC 4291 §2.2), or null. */
function ipv6Words(text: string): number[] | null {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const last = embedded === null ? null : ipv4Word(embedded[2] ?? '', 4);
  if (embedded !== null && last === null) return null;
  const plain =
    last === null
      ? text
      : `${embedded?.[1] ?? ''}${Math.floor(last / 65_536).toString(16)}:${(last % 65_536).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...new Array<string>(tail === undefined ? 0 : missing).fill('0'), ...(tail ?? [])];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  const value = (i: number): number => Number.parseInt(groups[i] ?? '0', 16);
  return [0, 2, 4, 6].map((i) => value(i) * 65_536 + value(i + 1));
}

/** One address, or null when the text is none. */
export function parseHost(text: string): Network | null {
  const word = ipv4Word(text, 4);
  if (word !== null) return { version: 4, words: [word], bits: 32 };
  const words = text.includes(':') ? ipv6Words(text) : null;
  return words === null ? null : { version: 6, words, bits: 128 };
}

/** `10.0.0.0/8`, `2001:db8::/32`, or the leading numbers of an IPv4 network: `192.168.1`. null when the text is none. */
export function parseNetwork(text: string): Network | null {
  const [address = '', length, ...rest] = text.split('/');
  if (rest.length > 0) return null;
  const parts = address.includes(':') ? 4 : address.split('.').length;
  const word = ipv4Word(address, Math.min(4, parts));
  const whole = word === null ? parseHost(address) : { version: 4 as const, words: [word], bits: 8 * parts };
  if (whole === null || length === undefined) return whole;
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY;
  return bits > (whole.version === 4 ? 32 : 128) ? null : { ...whole, bits };
}

/** The bits that a mask such as 255.255.0.0 sets, or null when they are not the first ones. */
export function maskBits(text: string): number | null {
  const mask = ipv4Word(text, 4);
  if (mask === null) return null;
  const bits = Math.clz32(~mask);
  return mask === (bits === 0 ? 0 : (-1 << (32 - bits)) >>> 0) ? bits : null;
}

/** Whether an address has bits set beyond the prefix; pcap-filter refuses such a network. */
export function hasHostBits({ words, bits }: Network): boolean {
  return words.some((word, i) => (word & ~maskOf(bits - 32 * i)) !== 0);
}

/** Whether the network holds the address. */
export function holds({ version, words, bits }: Network, address: Network): boolean {
  if (version !== address.version) return false;
  return words.every((word, i) => ((word ^ (address.words[i] ?? 0)) & maskOf(bits - 32 * i)) === 0);
}

/** The mask of a word of which that many leading bits count. */
function maskOf(bits: number): number {
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : -1 << (32 - bits);
}
