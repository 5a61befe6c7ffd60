// The same IP packet in other clothes: link types, tags, tunnels and fragments. Each takes an Ethernet frame without tags.

import { ethernetBytes, ipv4Bytes, ipv6Bytes, udpBytes } from './packet-bytes.ts';
import { ByteWriter, concat } from './pcap-writer.ts';

/** One way to wrap a frame: the packets it becomes, none when it cannot be wrapped. */
export interface Encapsulation {
  readonly linkType: number;
  readonly wrap: (frame: Uint8Array) => readonly Uint8Array[];
}

const PROTOCOL_IPV4 = 4;
const PROTOCOL_IPV6 = 41;

/** The IP packet in a frame, without padding; null for anything else. */
function ipOf(frame: Uint8Array): Uint8Array | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 34) return null;
  const type = view.getUint16(12);
  if (type === 0x0800) return frame.subarray(14, 14 + view.getUint16(16));
  if (type === 0x86dd) return frame.subarray(14, 54 + view.getUint16(18));
  return null;
}

export function isIpv6(packet: Uint8Array): boolean {
  return (packet[0] ?? 0) >> 4 === 6;
}

export function etherType(packet: Uint8Array): number {
  return isIpv6(packet) ? 0x86dd : 0x0800;
}

/** Both directions of a connection go through one tunnel, each from its own end. */
function endpoints(packet: Uint8Array): { source: string; destination: string } {
  const [from, to] = isIpv6(packet)
    ? [packet.subarray(8, 24), packet.subarray(24, 40)]
    : [packet.subarray(12, 16), packet.subarray(16, 20)];
  const isForward = Buffer.compare(from, to) < 0;
  const [a, b] = ['198.51.100.1', '198.51.100.2'];
  return isForward ? { source: a, destination: b } : { source: b, destination: a };
}

export function header(write: (writer: ByteWriter) => ByteWriter): Uint8Array {
  return write(new ByteWriter()).done();
}

/** Wraps IP packets by a function; frames without IP vanish. */
export function ip(linkType: number, wrap: (packet: Uint8Array) => Uint8Array): Encapsulation {
  return {
    linkType,
    wrap: (frame) => {
      const packet = ipOf(frame);
      return packet === null ? [] : [wrap(packet)];
    },
  };
}

/** Puts bytes between Ethernet and IP. */
function tagged(type: number, tag: (packet: Uint8Array) => Uint8Array): Encapsulation {
  return ip(1, (packet) => ethernetBytes(type, concat([tag(packet), packet])));
}

/** Wraps into an outer IPv4 packet in Ethernet. */
export function tunnel(
  protocol: (packet: Uint8Array) => number,
  wrap: (packet: Uint8Array) => Uint8Array,
): Encapsulation {
  return ip(1, (packet) => {
    const outer = ipv4Bytes(protocol(packet), wrap(packet), { ...endpoints(packet), ttl: 255, ipId: 99 });
    return ethernetBytes(0x0800, outer);
  });
}

export function udpTunnel(port: number, wrap: (packet: Uint8Array) => Uint8Array): Encapsulation {
  return tunnel(
    () => 17,
    (packet) => udpBytes(54_321, port, wrap(packet)),
  );
}

/** Eight bytes of TCP, eight more, then the rest: the header itself is in pieces. IPv6 packets stay whole. */
function fragments(frame: Uint8Array): readonly Uint8Array[] {
  const packet = ipOf(frame);
  if (packet === null || isIpv6(packet)) return packet === null ? [] : [frame];
  const headerLength = ((packet[0] ?? 0) & 0x0f) * 4;
  const payload = packet.subarray(headerLength);
  const cuts = [0, 8, 16, payload.length];
  return [0, 1, 2].map((i) => {
    const start = cuts[i] ?? 0;
    const piece = concat([packet.subarray(0, headerLength), payload.subarray(start, cuts[i + 1])]);
    const view = new DataView(piece.buffer);
    view.setUint16(2, piece.length);
    view.setUint16(6, (view.getUint16(6) & 0x4000) | (i < 2 ? 0x2000 : 0) | (start / 8));
    return ethernetBytes(0x0800, piece);
  });
}

const vlan = (id: number, type: number): Uint8Array => header((to) => to.number(id, 2).number(type, 2));

/** All of them, by name. */
export const encapsulations = {
  sll: ip(113, (packet) =>
    concat([
      header((to) =>
        to.number(4, 2).number(1, 2).number(6, 2).number(0x02000000000an, 6).number(0, 2).number(etherType(packet), 2),
      ),
      packet,
    ]),
  ),
  sll2: ip(276, (packet) =>
    concat([
      header((to) =>
        to
          .number(etherType(packet), 2)
          .number(0, 2)
          .number(3, 4)
          .number(1, 2)
          .number(4, 1)
          .number(6, 1)
          .number(0x02000000000an, 6)
          .number(0, 2),
      ),
      packet,
    ]),
  ),
  raw: ip(101, (packet) => packet),
  null: ip(0, (packet) => concat([new ByteWriter(true).number(isIpv6(packet) ? 30 : 2, 4).done(), packet])),
  'null-swapped': ip(0, (packet) => concat([header((to) => to.number(isIpv6(packet) ? 24 : 2, 4)), packet])),
  loop: ip(108, (packet) => concat([header((to) => to.number(isIpv6(packet) ? 24 : 2, 4)), packet])),
  ppp: ip(9, (packet) =>
    concat([header((to) => to.number(0xff03, 2).number(isIpv6(packet) ? 0x57 : 0x21, 2)), packet]),
  ),
  hdlc: ip(104, (packet) => concat([header((to) => to.number(0x0f00, 2).number(etherType(packet), 2)), packet])),
  '802.1q': tagged(0x8100, (packet) => vlan(100, etherType(packet))),
  qinq: tagged(0x88a8, (packet) => concat([vlan(200, 0x8100), vlan(100, etherType(packet))])),
  mpls: tagged(0x8847, () => header((to) => to.number(0x00010040, 4).number(0x00011140, 4))),
  pppoe: tagged(0x8864, (packet) =>
    header((to) =>
      to
        .number(0x11, 1)
        .number(0, 1)
        .number(7, 2)
        .number(packet.length + 2, 2)
        .number(isIpv6(packet) ? 0x57 : 0x21, 2),
    ),
  ),
  snap: ip(1, (packet) =>
    ethernetBytes(
      packet.length + 8,
      concat([header((to) => to.number(0xaaaa03, 3).number(0, 3).number(etherType(packet), 2)), packet]),
    ),
  ),
  ipip: tunnel(
    (packet) => (isIpv6(packet) ? PROTOCOL_IPV6 : PROTOCOL_IPV4),
    (packet) => packet,
  ),
  'ip-in-ipv6': ip(1, (packet) => {
    const inner = isIpv6(packet) ? PROTOCOL_IPV6 : PROTOCOL_IPV4;
    const isForward = endpoints(packet).source.endsWith('.1');
    const [source, destination] = isForward ? ['2001:db8::a', '2001:db8::b'] : ['2001:db8::b', '2001:db8::a'];
    return ethernetBytes(0x86dd, ipv6Bytes(inner, packet, { source, destination }));
  }),
  gre: tunnel(
    () => 47,
    (packet) => concat([header((to) => to.number(0x2000, 2).number(etherType(packet), 2).number(0xbeef, 4)), packet]),
  ),
  erspan: tunnel(
    () => 47,
    (packet) =>
      concat([
        header((to) => to.number(0x1000, 2).number(0x88be, 2).number(1, 4).number(0x1001_0000, 4).number(0, 4)),
        ethernetBytes(etherType(packet), packet),
      ]),
  ),
  vxlan: udpTunnel(4789, (packet) =>
    concat([header((to) => to.number(0x08000000, 4).number(42 << 8, 4)), ethernetBytes(etherType(packet), packet)]),
  ),
  geneve: udpTunnel(6081, (packet) =>
    concat([
      header((to) =>
        to
          .number(0x02, 1)
          .number(0, 1)
          .number(0x6558, 2)
          .number(42 << 8, 4)
          .number(0x0102_0301, 4)
          .number(7, 4),
      ),
      ethernetBytes(etherType(packet), packet),
    ]),
  ),
  gtpu: udpTunnel(2152, (packet) =>
    concat([
      header((to) =>
        to
          .number(0x34, 1)
          .number(255, 1)
          .number(packet.length + 8, 2)
          .number(0x1234, 4)
          .number(0x0000_0085, 4)
          .number(0x0100_0900, 4),
      ),
      packet,
    ]),
  ),
  fragments: { linkType: 1, wrap: fragments },
} as const satisfies Record<string, Encapsulation>;
