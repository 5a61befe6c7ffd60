/**
 * Lists the RSTs of a classic pcap file. Deliberately small and apart from src/: it is what the lab counts with, and
 * must not share its mistakes with what the lab measures. Reads Ethernet with VLAN tags and VXLAN, raw IP and Linux cooked
 * v2, no IPv6 extension headers.
 */

/** One TCP header with the RST bit. */
export interface WireReset {
  /** Packet number, from 1. */
  readonly frame: number;
  /** Seconds since 1970. */
  readonly time: number;
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly ttl: number;
}

const MAGIC_MICRO = 0xa1b2c3d4;
const MAGIC_NANO = 0xa1b23c4d;
/** Bytes before the IP header, by LINKTYPE value. */
const LINK_HEADER: Readonly<Record<number, number>> = { 1: 14, 101: 0, 276: 20 };
const ETHERNET = 1;
const ETHERTYPE_VLAN = 0x8100;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
const VXLAN_PORT = 4789;
const RST = 0x04;

function ipv4(view: DataView, at: number): string {
  return [0, 1, 2, 3].map((i) => view.getUint8(at + i)).join('.');
}

/** RFC 5952 text, by way of the platform's URL parser. */
function ipv6(view: DataView, at: number): string {
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map((i) => view.getUint16(at + i).toString(16));
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** Where the innermost IP header begins, given the start of an Ethernet frame. */
function findIp(view: DataView, start: number): number {
  let type = start + 12;
  while (view.getUint16(type) === ETHERTYPE_VLAN) type += 4;
  const ip = type + 2;
  const udp = ip + 20;
  const tunnel =
    view.getUint8(ip) === 0x45 && view.getUint8(ip + 9) === PROTOCOL_UDP && view.getUint16(udp + 2) === VXLAN_PORT;
  return tunnel ? findIp(view, udp + 16) : ip;
}

function readReset(view: DataView, ip: number, frame: number, time: number): WireReset | undefined {
  const four = view.getUint8(ip) >> 4 === 4;
  if (view.getUint8(ip + (four ? 9 : 6)) !== PROTOCOL_TCP) return undefined;
  const tcp = ip + (four ? (view.getUint8(ip) & 15) * 4 : 40);
  if ((view.getUint8(tcp + 13) & RST) === 0) return undefined;
  return {
    frame,
    time,
    source: four ? ipv4(view, ip + 12) : ipv6(view, ip + 8),
    sourcePort: view.getUint16(tcp),
    destination: four ? ipv4(view, ip + 16) : ipv6(view, ip + 24),
    destinationPort: view.getUint16(tcp + 2),
    seq: view.getUint32(tcp + 4),
    ack: view.getUint32(tcp + 8),
    ttl: view.getUint8(ip + (four ? 8 : 7)),
  };
}

/** All RSTs of a capture in file order. Throws on anything that the lab itself would not write. */
export function listResets(file: Uint8Array): WireReset[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const magic = view.getUint32(0, true);
  if (magic !== MAGIC_MICRO && magic !== MAGIC_NANO) throw new Error('not a little-endian classic pcap file');
  const tick = magic === MAGIC_NANO ? 1e-9 : 1e-6;
  const linkType = view.getUint32(20, true);
  const linkHeader = LINK_HEADER[linkType];
  if (linkHeader === undefined) throw new Error('unexpected link type');
  const resets: WireReset[] = [];
  for (let at = 24, frame = 1; at < file.length; frame += 1) {
    const time = view.getUint32(at, true) + view.getUint32(at + 4, true) * tick;
    const start = at + 16;
    const ip = linkType === ETHERNET ? findIp(view, start) : start + linkHeader;
    const reset = readReset(view, ip, frame, time);
    if (reset !== undefined) resets.push(reset);
    at += 16 + view.getUint32(at + 8, true);
  }
  return resets;
}
