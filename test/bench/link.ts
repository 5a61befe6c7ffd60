// One TCP connection as its packets look on the wire: addresses, numbers and options of both ends.

import type { RecordWriter } from './record-writer.ts';

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;

const ETHERNET = 14;
const OPTIONS_TIMESTAMPS = Buffer.from('0101080a0000000000000000', 'hex');
/** MSS, SACK permitted, timestamps, no-operation, window scale 7: the SYN of Linux (tcp_syn_options()). */
const OPTIONS_SYN = Buffer.from('020405b40402080a000000000000000001030307', 'hex');
const NO_OPTIONS = Buffer.alloc(0);

/** One end of a connection. */
export interface Host {
  /** Four or sixteen bytes. */
  readonly address: Buffer;
  readonly port: number;
  /** As seen at the capture point. */
  readonly ttl: number;
  readonly mac: Buffer;
}

/** What a segment carries beside its flags; everything has the value of an ordinary segment unless given. */
export interface Unusual {
  readonly seq?: number;
  readonly ack?: number;
  readonly window?: number;
  readonly ttl?: number;
  /** Without timestamps and without an IP id, as a stateless reply (tcp_v4_send_reset()). */
  readonly isBare?: boolean;
}

/** The numbers of one end. */
class End {
  readonly host: Host;
  readonly plain: Buffer;
  readonly bare: Buffer;
  next: number;
  received = 0;
  ipId: number;
  /** What its timestamp clock shows at time 0. */
  readonly clock: number;
  lastStamp = 0;

  constructor(host: Host, other: Host, isn: number) {
    this.host = host;
    this.next = isn;
    this.ipId = isn & 0xffff;
    this.clock = Math.imul(isn, 0x9e3779b1) >>> 0;
    this.plain = headersOf(host, other, OPTIONS_TIMESTAMPS);
    this.bare = headersOf(host, other, NO_OPTIONS);
  }
}

/** A connection between two hosts, seen near the server. */
export class Link {
  readonly client: End;
  readonly server: End;
  readonly #writer: RecordWriter;
  readonly #nowUs: () => number;

  constructor(writer: RecordWriter, nowUs: () => number, client: Host, server: Host, isns: readonly [number, number]) {
    this.#writer = writer;
    this.#nowUs = nowUs;
    this.client = new End(client, server, isns[0]);
    this.server = new End(server, client, isns[1]);
  }

  /** Sends a segment from one end; its numbers are those that come next. */
  send(from: End, flags: number, payloadLength = 0, unusual: Unusual = {}): void {
    const to = from === this.client ? this.server : this.client;
    const seq = unusual.seq ?? from.next;
    const isSyn = (flags & SYN) !== 0;
    const headers = isSyn ? headersOf(from.host, to.host, OPTIONS_SYN) : unusual.isBare ? from.bare : from.plain;
    this.#fill(headers, from, to, flags, payloadLength, seq, unusual);
    this.#writer.write(this.#nowUs(), headers, payloadLength);
    const end = seq + payloadLength + (isSyn ? 1 : 0) + (flags & FIN);
    if (((end - from.next) | 0) > 0) from.next = end >>> 0;
    if ((flags & RST) === 0) to.received = from.next;
  }

  #fill(headers: Buffer, from: End, to: End, flags: number, payload: number, seq: number, unusual: Unusual): void {
    const isBare = unusual.isBare === true;
    const tcp = fillIp(headers, from, payload, isBare, unusual.ttl ?? from.host.ttl);
    const ack = unusual.ack ?? ((flags & ACK) === 0 ? 0 : from.received);
    headers.writeUInt32BE(seq >>> 0, tcp + 4);
    headers.writeUInt32BE(ack >>> 0, tcp + 8);
    headers[tcp + 13] = flags;
    headers.writeUInt16BE(unusual.window ?? (isBare ? 0 : (flags & SYN) === 0 ? 501 : 64_240), tcp + 14);
    if (isBare) return;
    const stamp = (from.clock + Math.floor(this.#nowUs() / 1000)) >>> 0;
    const stampAt = tcp + ((flags & SYN) === 0 ? 24 : 28);
    headers.writeUInt32BE(stamp, stampAt);
    headers.writeUInt32BE((flags & ACK) === 0 ? 0 : to.lastStamp, stampAt + 4);
    from.lastStamp = stamp;
  }
}

/** Fills in the lengths, the IP id and the header checksum; gives the offset of the TCP header. */
function fillIp(headers: Buffer, from: End, payload: number, isBare: boolean, ttl: number): number {
  const length = headers.length - ETHERNET + payload;
  if (from.host.address.length === 16) {
    headers.writeUInt16BE(length - 40, ETHERNET + 4);
    headers[ETHERNET + 7] = ttl;
    return ETHERNET + 40;
  }
  headers.writeUInt16BE(length, ETHERNET + 2);
  headers.writeUInt16BE(isBare ? 0 : from.ipId++ & 0xffff, ETHERNET + 4);
  headers[ETHERNET + 8] = ttl;
  headers.writeUInt16BE(0, ETHERNET + 10);
  headers.writeUInt16BE(headerChecksum(headers), ETHERNET + 10);
  return ETHERNET + 20;
}

/** The checksum of the IPv4 header (RFC 1071). That of TCP stays 0: where a NIC computes it, a capture does not show it. */
function headerChecksum(headers: Buffer): number {
  let sum = 0;
  for (let at = ETHERNET; at < ETHERNET + 20; at += 2) sum += headers.readUInt16BE(at);
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}

/** Ethernet, IP and TCP headers of one direction with everything that stays the same. */
function headersOf(from: Host, to: Host, options: Buffer): Buffer {
  const isIpv6 = from.address.length === 16;
  const ip = isIpv6 ? Buffer.alloc(40) : Buffer.alloc(20);
  if (isIpv6) {
    ip.writeUInt32BE(0x60000000 + (from.port & 0xfffff), 0);
    ip[6] = 6;
  } else {
    ip[0] = 0x45;
    ip.writeUInt16BE(0x4000, 6);
    ip[9] = 6;
  }
  from.address.copy(ip, isIpv6 ? 8 : 12);
  to.address.copy(ip, isIpv6 ? 24 : 16);
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(from.port, 0);
  tcp.writeUInt16BE(to.port, 2);
  tcp[12] = (5 + options.length / 4) << 4;
  const type = Buffer.from(isIpv6 ? '86dd' : '0800', 'hex');
  return Buffer.concat([to.mac, from.mac, type, ip, tcp, options]);
}
