// ICMP: the packet that an error quotes is redacted like any other as far as a quote goes (RFC 792, RFC 4443).
import * as layers from '../wire/layers.ts';
import type { Addresses } from './address-map.ts';
import { redactIpHeader } from './ip-headers.ts';

const HEADER = 8;
/** Unreachable, source quench, redirect, time exceeded, parameter problem; and the four errors of ICMPv6. */
const ERRORS_4: readonly number[] = [3, 4, 5, 11, 12];
const ERRORS_6: readonly number[] = [1, 2, 3, 4];
const REDIRECT_4 = 5;
/** Neighbour solicitation and advertisement, with their target behind the header (RFC 4861 §4). */
const NEIGHBOUR: readonly number[] = [135, 136];
const IPV6_LENGTH = 40;
/** Of the transport: ports and, in TCP, the sequence number; the least that an error must quote (RFC 792). */
const QUOTED = 8;
const TCP = 6;
const UDP = 17;

/** Redacts a message; the offset up to which it stays. */
export function redactQuote(bytes: Uint8Array, at: number, end: number, isV6: boolean, map: Addresses): number {
  const type = bytes[at] ?? 0;
  const body = at + HEADER;
  if (body > end) return Math.min(end, at + 4);
  if (isV6 && NEIGHBOUR.includes(type) && body + 16 <= end) {
    map.ipv6(bytes, body);
    return body + 16;
  }
  if (!isV6 && type === REDIRECT_4) map.ipv4(bytes, at + 4);
  return (isV6 ? ERRORS_6 : ERRORS_4).includes(type) ? quotedPacket(bytes, body, end, map) : body;
}

function quotedPacket(bytes: Uint8Array, at: number, end: number, map: Addresses): number {
  const first = bytes[at] ?? 0;
  const isV4 = first >>> 4 === 4;
  const length = isV4 ? (first & 0x0f) * 4 : IPV6_LENGTH;
  if ((!isV4 && first >>> 4 !== 6) || length < 20 || at + length > end) return at;
  const protocol = bytes[isV4 ? at + 9 : at + 6] ?? 0;
  redactIpHeader(layers.IP, bytes, at, at + length, map);
  // Its checksum is that of another packet now, and cannot be judged by its receiver either.
  if (isV4) bytes.fill(0, at + 10, at + 12);
  const stop = Math.min(end, at + length + (protocol === TCP || protocol === UDP ? QUOTED : 0));
  if (protocol === UDP) bytes.fill(0, Math.min(stop, at + length + 6), stop);
  return stop;
}
