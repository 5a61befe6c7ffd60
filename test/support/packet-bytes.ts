// Builds packets byte by byte: TCP over IPv4 or IPv6 in Ethernet, and the headers that may stand around them.

import { ByteWriter, concat } from './pcap-writer.ts';

/** A TCP segment with its IP header; what is left out has an unremarkable value. */
export interface PacketFields {
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly seq?: number;
  readonly ack?: number;
  /** Twelve bits, the reserved ones included. */
  readonly flags?: number;
  readonly window?: number;
  readonly options?: readonly number[];
  readonly payload?: readonly number[];
  readonly ttl?: number;
  readonly ipId?: number;
  readonly dscp?: number;
  readonly dontFragment?: boolean;
  readonly flowLabel?: number;
  /** Overrides the length field of the IP header. */
  readonly ipLength?: number;
}

/** The MAC addresses of every frame built here. */
export const MACS = [0x02, 0, 0, 0, 0, 0x0b, 0x02, 0, 0, 0, 0, 0x0a];

/** The bytes of an address in dotted decimal, or in IPv6 text without an embedded IPv4 address. */
export function addressBytes(text: string): number[] {
  if (!text.includes(':')) return text.split('.').map(Number);
  const [front = '', back] = text.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const head = groups(front);
  const tail = groups(back ?? '');
  const zeros = new Array<number>(back === undefined ? 0 : 8 - head.length - tail.length).fill(0);
  return [...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff]);
}

/** The TCP header and payload. */
export function tcpBytes(fields: PacketFields = {}): Uint8Array {
  const options = [...(fields.options ?? [])];
  while (options.length % 4 !== 0) options.push(1);
  return new ByteWriter()
    .number(fields.sourcePort ?? 40_000, 2)
    .number(fields.destinationPort ?? 443, 2)
    .number(fields.seq ?? 1000, 4)
    .number(fields.ack ?? 0, 4)
    .number(((5 + options.length / 4) << 12) | (fields.flags ?? 0x10), 2)
    .number(fields.window ?? 64_240, 2)
    .number(0, 4)
    .bytes(options)
    .bytes(fields.payload ?? [])
    .done();
}

/** An IPv4 header with a right checksum around a payload. */
export function ipv4Bytes(
  protocol: number,
  payload: Uint8Array,
  fields: PacketFields & { fragment?: number } = {},
): Uint8Array {
  const fragment = (fields.fragment ?? 0) | ((fields.dontFragment ?? true) ? 0x4000 : 0);
  const header = new ByteWriter()
    .number(0x45, 1)
    .number((fields.dscp ?? 0) << 2, 1)
    .number(fields.ipLength ?? 20 + payload.length, 2)
    .number(fields.ipId ?? 0, 2)
    .number(fragment, 2)
    .number(fields.ttl ?? 64, 1)
    .number(protocol, 1)
    .number(0, 2)
    .bytes(addressBytes(fields.source ?? '192.0.2.1'))
    .bytes(addressBytes(fields.destination ?? '192.0.2.2'))
    .done();
  const checksum = internetChecksum(header);
  header[10] = checksum >> 8;
  header[11] = checksum & 0xff;
  return concat([header, payload]);
}

/** The checksum of RFC 1071 over an even number of bytes. */
function internetChecksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += view.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** An IPv6 header around a payload. */
export function ipv6Bytes(nextHeader: number, payload: Uint8Array, fields: PacketFields = {}): Uint8Array {
  const firstWord = 0x60000000 + (fields.dscp ?? 0) * 2 ** 22 + (fields.flowLabel ?? 0);
  const header = new ByteWriter()
    .number(firstWord, 4)
    .number(fields.ipLength ?? payload.length, 2)
    .number(nextHeader, 1)
    .number(fields.ttl ?? 64, 1)
    .bytes(addressBytes(fields.source ?? '2001:db8::1'))
    .bytes(addressBytes(fields.destination ?? '2001:db8::2'));
  return concat([header.done(), payload]);
}

/** An IP packet with a TCP segment; the addresses decide the version. */
export function ipBytes(fields: PacketFields = {}): Uint8Array {
  const isIpv6 = fields.source?.includes(':') ?? false;
  return isIpv6 ? ipv6Bytes(6, tcpBytes(fields), fields) : ipv4Bytes(6, tcpBytes(fields), fields);
}

/** An Ethernet frame around a payload of the given type. */
export function ethernetBytes(type: number, payload: Uint8Array): Uint8Array {
  return concat([Uint8Array.from([...MACS, type >> 8, type & 0xff]), payload]);
}

/** A whole Ethernet frame with a TCP segment. */
export function frameBytes(fields: PacketFields = {}): Uint8Array {
  const isIpv6 = fields.source?.includes(':') ?? false;
  return ethernetBytes(isIpv6 ? 0x86dd : 0x0800, ipBytes(fields));
}

/** A UDP datagram with the checksum left out. */
export function udpBytes(sourcePort: number, destinationPort: number, payload: Uint8Array): Uint8Array {
  const header = new ByteWriter()
    .number(sourcePort, 2)
    .number(destinationPort, 2)
    .number(payload.length + 8, 2)
    .number(0, 2);
  return concat([header.done(), payload]);
}
