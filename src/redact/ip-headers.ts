// IP and what may stand between it and the transport: addresses get their image, options and secrets go.
import * as layers from '../wire/layers.ts';
import type { Addresses } from './address-map.ts';

const IPV4_LEAST = 20;
const END = 0;
const NO_OPERATION = 1;
/** Type, length and pointer of an option that collects addresses (RFC 791 §3.1). */
const OPTION_KEPT = 3;
/** Next header, length, payload, SPI and sequence number (RFC 4302 §2); the proof of authenticity follows. */
const AH_KEPT = 12;

/** Redacts an IP header, or one behind it, that begins at `at` and ends at `end`. */
export function redactIpHeader(layer: number, bytes: Uint8Array, at: number, end: number, map: Addresses): void {
  switch (layer) {
    case layers.IP:
      if ((bytes[at] ?? 0) >>> 4 === 4) redactIpv4(bytes, at, end, map);
      else redactIpv6(bytes, at, map);
      return;
    case layers.IPV6_OPTIONS:
      // Next header and length stay; the rest may name a home, a route or a host identity. Zeros are padding (RFC 8200 §4.2).
      bytes.fill(0, at + 2, end);
      return;
    case layers.AUTHENTICATION:
      bytes.fill(0, at + AH_KEPT, end);
      return;
  }
}

function redactIpv6(bytes: Uint8Array, at: number, map: Addresses): void {
  map.ipv6(bytes, at + 8);
  map.ipv6(bytes, at + 24);
}

function redactIpv4(bytes: Uint8Array, from: number, end: number, map: Addresses): void {
  map.ipv4(bytes, from + 12);
  map.ipv4(bytes, from + 16);
  for (let at = from + IPV4_LEAST; at < end; ) {
    const type = bytes[at] ?? END;
    const length = type === NO_OPERATION ? 1 : (bytes[at + 1] ?? 0);
    if (type === END || length === 0) {
      bytes.fill(0, at, end);
      return;
    }
    if (type !== NO_OPERATION) bytes.fill(0, Math.min(end, at + OPTION_KEPT), Math.min(end, at + length));
    at += length;
  }
}
