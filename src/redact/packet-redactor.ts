import { Diagnostics } from '../model/diagnostic.ts';
import type { Packet } from '../model/packet.ts';
import { AddressTable } from '../wire/address-table.ts';
import { Cursor } from '../wire/cursor.ts';
import { FragmentTable } from '../wire/fragments.ts';
import { readHeader } from '../wire/headers.ts';
import * as layers from '../wire/layers.ts';
import type { Addresses } from './address-map.ts';
import { type Checksum, pseudoHeader, renew } from './checksums.ts';
import { redactQuote } from './icmp-content.ts';
import { redactIpHeader } from './ip-headers.ts';
import { redactArp, redactLinkHeader } from './link-headers.ts';
import { redactPayload, redactTcpOptions } from './tcp-content.ts';

/** As many as the decoder reads: what stands behind them goes. */
const MOST_HEADERS = 32;
const TCP_LEAST = 20;
const UDP_LENGTH = 8;
/** Ports of tunnels whose headers hold more than a network's number: GENEVE options (RFC 8926 §3.5), the tunnel id of GTP. */
const GENEVE_PORT = 6081;
const GTP_USER_PORT = 2152;
const TUNNEL_LENGTH = 8;
const PROTOCOL = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };
/** What stays of a header that cannot be read, in bytes: enough for it to be as unreadable as before. */
const KEPT_OF_BROKEN: ReadonlyMap<number, number> = new Map([
  [layers.IP, 4],
  [layers.TCP, TCP_LEAST],
]);
/** More fragments and the offset, in IPv4 and in the fragment header of IPv6 (RFC 791 §3.1, RFC 8200 §4.5). */
const FRAGMENT_BITS_4 = 0x3fff;
const FRAGMENT_BITS_6 = 0xfff9;

/** The header of IP at hand: where it begins, and which part of a datagram it brings. */
interface IpHeader {
  readonly at: number;
  readonly version: 4 | 6;
  readonly offset: number;
  readonly isFirst: boolean;
}
const WHOLE: IpHeader = { at: 0, version: 4, offset: 0, isFirst: false };

/**
 * Redacts packets with the header readers of the decoder, so that both see the same: addresses get their images, everything that no
 * verdict needs becomes zeros, and lengths stay. What is not understood is wiped.
 */
export class PacketRedactor {
  readonly #map: Addresses;
  readonly #cursor = new Cursor(new AddressTable());
  /** Never used: fragments are redacted one by one. */
  readonly #fragments = new FragmentTable(new Diagnostics());
  #bytes = new Uint8Array(0);
  #checksums: Checksum[] = [];
  #ip = WHOLE;

  constructor(addresses: Addresses) {
    this.#map = addresses;
  }

  /** The redacted packet: a copy, valid until the next call. */
  redact(packet: Packet): Packet {
    const { view, start, capturedLength } = packet;
    this.#bytes = new Uint8Array(view.buffer, view.byteOffset + start, capturedLength).slice();
    const copy = { ...packet, view: new DataView(this.#bytes.buffer), start: 0 };
    this.#checksums = [];
    const kept = this.#walk(copy);
    this.#bytes.fill(0, kept);
    const before = new DataView(view.buffer, view.byteOffset + start, capturedLength);
    // Inner ones first: the outer ones are taken over them.
    for (const checksum of this.#checksums.reverse()) renew(checksum, before, copy.view);
    return copy;
  }

  /** Goes from header to header; the offset up to which the packet was redacted and stays. */
  #walk(packet: Packet): number {
    const cursor = this.#cursor;
    cursor.begin(packet);
    this.#ip = WHOLE;
    let layer = layers.layerOfLinkType(packet.linkType);
    if (layer === 0) return 0;
    for (let headers = 0; headers < MOST_HEADERS; headers++) {
      const at = cursor.offset;
      if (this.#ip.offset > 0) return this.#laterFragment(layer, at);
      if (layer === layers.ICMP || layer === layers.ICMPV6) return this.#icmp(layer, at);
      const next = this.#read(layer);
      if (next === layers.CUT || next === layers.MALFORMED) return this.#broken(layer, at);
      if (next === layers.SEGMENT) return this.#tcp(at);
      this.#header(layer, at);
      if (next > layers.SEGMENT) return this.#last(next);
      layer = next;
    }
    return cursor.offset;
  }

  /** Behind the last header that leads on; of what is not IP, only ARP is understood. */
  #last(end: number): number {
    const cursor = this.#cursor;
    if (end === layers.NOT_IP) return redactArp(this.#bytes, cursor.offset, this.#bytes.length, this.#map);
    return Math.min(cursor.offset, cursor.end);
  }

  /** Reads a header as if its datagram were whole, and remembers which part of it this is. */
  #read(layer: number): number {
    const { view, offset: at, end } = this.#cursor;
    const isIpv4 = layer === layers.IP && at < end && view.getUint8(at) >>> 4 === 4;
    if (layer === layers.IP) this.#ip = { ...WHOLE, at, version: isIpv4 ? 4 : 6 };
    const field = isIpv4 ? at + 6 : at + 2;
    const bits = isIpv4 ? FRAGMENT_BITS_4 : FRAGMENT_BITS_6;
    if ((!isIpv4 && layer !== layers.IPV6_FRAGMENT) || field + 2 > end)
      return readHeader(layer, this.#cursor, this.#fragments);
    const word = view.getUint16(field);
    view.setUint16(field, word & ~bits);
    const next = readHeader(layer, this.#cursor, this.#fragments);
    view.setUint16(field, word);
    const offset = isIpv4 ? (word & 0x1fff) * 8 : word & 0xfff8;
    this.#ip = { ...this.#ip, offset, isFirst: offset === 0 && (word & bits) !== 0 };
    return next;
  }

  #header(layer: number, at: number): void {
    const { offset, end } = this.#cursor;
    const stop = Math.min(offset, end);
    redactLinkHeader(layer, this.#bytes, at, stop, this.#map);
    redactIpHeader(layer, this.#bytes, at, stop, this.#map);
    if (layer === layers.UDP) this.#udp(at);
    if (layer === layers.IP && this.#ip.version === 4) {
      this.#checksums.push({ at: at + 10, from: at, end: stop, wireEnd: stop, pseudo: null, mayLack: false });
    }
    // The optional checksum of GRE (RFC 2784 §2.3).
    if (layer === layers.GRE && ((this.#bytes[at] ?? 0) & 0x80) !== 0) this.#over(at + 4, at, null);
  }

  /** Notes a checksum over everything from `from` to the end of the IP packet. */
  #over(field: number, from: number, protocol: number | null): void {
    const { end, wireEnd } = this.#cursor;
    const pseudo = protocol === null ? null : pseudoHeader(this.#ip.at, this.#ip.version, protocol, wireEnd - from);
    // That of a datagram in fragments cannot be judged from its first one.
    const checkedEnd = this.#ip.isFirst ? Number.POSITIVE_INFINITY : wireEnd;
    this.#checksums.push({ at: field, from, end, wireEnd: checkedEnd, pseudo, mayLack: protocol === PROTOCOL.udp });
  }

  #tcp(at: number): number {
    const { segment, end } = this.#cursor;
    const payloadAt = Math.min(segment.payloadStart, end);
    redactTcpOptions(this.#bytes, at + TCP_LEAST, payloadAt);
    redactPayload(this.#bytes, payloadAt, end, segment.flags, segment.payloadLength);
    this.#over(at + 16, at, PROTOCOL.tcp);
    return end;
  }

  /** Of the header of a tunnel, what may name a subscriber goes. */
  #udp(at: number): void {
    const { offset, view, end } = this.#cursor;
    const tunnel = at + UDP_LENGTH;
    const goesBy = (port: number): boolean => view.getUint16(at) === port || view.getUint16(at + 2) === port;
    if (offset > tunnel && tunnel <= end) {
      if (goesBy(GENEVE_PORT)) this.#bytes.fill(0, tunnel + TUNNEL_LENGTH, offset);
      if (goesBy(GTP_USER_PORT)) this.#bytes.fill(0, tunnel + 4, tunnel + TUNNEL_LENGTH);
    }
    if (tunnel <= end) this.#over(at + 6, at, PROTOCOL.udp);
  }

  #icmp(layer: number, at: number): number {
    const { end } = this.#cursor;
    const isV6 = layer === layers.ICMPV6;
    const kept = redactQuote(this.#bytes, at, end, isV6, this.#map);
    this.#bytes.fill(0, kept, end);
    this.#over(at + 2, at, isV6 ? PROTOCOL.icmpv6 : null);
    return end;
  }

  /** Of a fragment behind the first one stays what is certainly part of the TCP header. */
  #laterFragment(layer: number, at: number): number {
    const header = layer === layers.TCP ? Math.max(0, TCP_LEAST - this.#ip.offset) : 0;
    return Math.min(this.#cursor.end, at + header);
  }

  #broken(layer: number, at: number): number {
    return Math.min(this.#bytes.length, at + (KEPT_OF_BROKEN.get(layer) ?? 0));
  }
}
