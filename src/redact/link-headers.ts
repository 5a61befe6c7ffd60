// What stands in front of IP: MAC addresses get their image, names and what belongs to one machine go.
import * as layers from '../wire/layers.ts';
import type { Addresses } from './address-map.ts';

const MAC_LENGTH = 6;
/** Types of NFLOG options that stay: packet header, time (linux/netfilter/nfnetlink_log.h). */
const NFLOG_KEPT: readonly number[] = [1, 3];
const NFLOG_PAYLOAD = 9;
/** Data frames with both bits have a fourth address (IEEE 802.11 §9.3.2). */
const BOTH_DISTRIBUTIONS = 0x03;
const ARP_TYPE = 0x0806;
/** Ethernet, IPv4, and their lengths (RFC 826). */
const ARP_OF_IPV4 = [0, 1, 8, 0, 6, 4];
const ARP_LENGTH = 28;

/** Redacts the header of a link layer that begins at `at` and ends at `end`. */
export function redactLinkHeader(layer: number, bytes: Uint8Array, at: number, end: number, map: Addresses): void {
  switch (layer) {
    case layers.ETHERNET:
      map.mac(bytes, at);
      map.mac(bytes, at + MAC_LENGTH);
      return;
    case layers.LINUX_COOKED_1:
      cookedAddress(bytes, at + 6, bytes[at + 5] ?? 0, map);
      return;
    case layers.LINUX_COOKED_2:
      cookedAddress(bytes, at + 12, bytes[at + 11] ?? 0, map);
      return;
    case layers.NFLOG:
      redactNflog(bytes, at, end);
      return;
    case layers.WIFI:
    case layers.WIFI_PADDED:
      redactWifi(bytes, at, end, map);
      return;
    case layers.PKTAP:
      // Length, type and link type stay; interface and process names follow (bsd/net/pktap.h).
      bytes.fill(0, at + 12, end);
      return;
    case layers.IPOIB:
      // The route holds a port of the fabric; the type behind it stays.
      bytes.fill(0, at, end - 4);
      return;
  }
}

/** Eight bytes, of which an Ethernet address takes six; any other goes. */
function cookedAddress(bytes: Uint8Array, at: number, length: number, map: Addresses): void {
  if (length === MAC_LENGTH) map.mac(bytes, at);
  else bytes.fill(0, at, at + 8);
  if (length === MAC_LENGTH) bytes.fill(0, at + MAC_LENGTH, at + 8);
}

/** The options in front of the payload: prefix text, user and group, MAC address, interfaces. */
function redactNflog(bytes: Uint8Array, from: number, end: number): void {
  for (let at = from + 4; at + 4 <= end; ) {
    const isLittle = (bytes[at + 3] ?? 0) === 0;
    const number = (i: number): number =>
      (bytes[i] ?? 0) * (isLittle ? 1 : 256) + (bytes[i + 1] ?? 0) * (isLittle ? 256 : 1);
    const [length, type] = [number(at), number(at + 2)];
    if (length < 4 || type === NFLOG_PAYLOAD) return;
    if (!NFLOG_KEPT.includes(type)) bytes.fill(0, at + 4, Math.min(end, at + length));
    at += (length + 3) & ~3;
  }
}

function redactWifi(bytes: Uint8Array, at: number, end: number, map: Addresses): void {
  for (const address of [at + 4, at + 10, at + 16]) if (address + MAC_LENGTH <= end) map.mac(bytes, address);
  const hasFourth = ((bytes[at + 1] ?? 0) & BOTH_DISTRIBUTIONS) === BOTH_DISTRIBUTIONS;
  if (hasFourth && at + 30 <= end) map.mac(bytes, at + 24);
}

/** Redacts an ARP message behind a header whose last two bytes are its type; the offset up to which it stays. */
export function redactArp(bytes: Uint8Array, at: number, end: number, map: Addresses): number {
  const isArp = at >= 2 && ((bytes[at - 2] ?? 0) << 8) + (bytes[at - 1] ?? 0) === ARP_TYPE;
  if (!isArp || at + ARP_LENGTH > end) return at;
  if (ARP_OF_IPV4.some((byte, i) => bytes[at + i] !== byte)) return at;
  map.mac(bytes, at + 8);
  map.ipv4(bytes, at + 14);
  map.mac(bytes, at + 18);
  map.ipv4(bytes, at + 24);
  return at + ARP_LENGTH;
}
