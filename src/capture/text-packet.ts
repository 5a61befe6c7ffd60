// A printed segment as the packet that it was: IP and TCP headers without payload.

import { isIPv4, isIPv6 } from 'node:net';
import { type PrintedIp, type PrintedSegment, words32 } from './text-line.ts';

const TCP_HEADER = 20;
const MOST_OPTIONS = 40;
const LONGEST = 65_535;

/** The bytes, and how long the packet was with its payload. */
export interface PrintedPacket {
  readonly bytes: Uint8Array;
  readonly wireLength: number;
}

/** Builds the packet; null when addresses or numbers cannot be true. Fields that were not printed are 0. */
export function packetOf(
  segment: PrintedSegment,
  ip: PrintedIp | null,
  seq: number,
  ack: number,
): PrintedPacket | null {
  const isV4 = isIPv4(segment.source) && isIPv4(segment.destination);
  if (!isV4 && !(isIPv6(segment.source) && isIPv6(segment.destination))) return null;
  const tcp = tcpBytes(segment, seq, ack);
  const length = tcp.length + segment.length;
  if (Math.max(segment.sourcePort, segment.destinationPort) > LONGEST || length + TCP_HEADER > LONGEST) return null;
  const header = isV4 ? ipv4Bytes(segment, ip, length) : ipv6Bytes(segment, ip, length);
  return { bytes: Uint8Array.from([...header, ...tcp]), wireLength: header.length + length };
}

function tcpBytes(segment: PrintedSegment, seq: number, ack: number): readonly number[] {
  const { sourcePort, destinationPort, flags, window } = segment;
  const options = segment.options.length > MOST_OPTIONS ? [] : [...segment.options];
  while (options.length % 4 !== 0) options.push(0);
  const words = (TCP_HEADER + options.length) / 4;
  const ports = [sourcePort >>> 8, sourcePort & 0xff, destinationPort >>> 8, destinationPort & 0xff];
  const control = [(words << 4) | (flags >>> 8), flags & 0xff, window >>> 8, window & 0xff];
  return [...ports, ...words32(seq), ...words32(ack), ...control, 0, 0, 0, 0, ...options];
}

function ipv4Bytes({ source, destination }: PrintedSegment, ip: PrintedIp | null, payload: number): readonly number[] {
  const { ttl = 0, trafficClass = 0, ipId = 0, dontFragment = false } = ip ?? {};
  const length = payload + 20;
  const id = [ipId >>> 8, ipId & 0xff, dontFragment ? 0x40 : 0, 0];
  return [
    ...[0x45, trafficClass, length >>> 8, length & 0xff],
    ...id,
    ...[ttl, 6, 0, 0],
    ...source.split('.').map(Number),
    ...destination.split('.').map(Number),
  ];
}

function ipv6Bytes({ source, destination }: PrintedSegment, ip: PrintedIp | null, payload: number): readonly number[] {
  const { ttl = 0, trafficClass = 0, flowLabel = 0 } = ip ?? {};
  const first = words32(0x60000000 + trafficClass * 2 ** 20 + flowLabel);
  return [...first, payload >>> 8, payload & 0xff, 6, ttl, ...ipv6Address(source), ...ipv6Address(destination)];
}

/** The bytes of an address that node:net has found to be one. */
function ipv6Address(text: string): readonly number[] {
  const plain = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = [], tail] = plain.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const zeros = new Array<string>(8 - head.length - (tail?.length ?? 0)).fill('0');
  const groups = tail === undefined ? head : [...head, ...zeros, ...tail];
  return groups.flatMap((group) => [Number.parseInt(group, 16) >>> 8, Number.parseInt(group, 16) & 0xff]);
}
