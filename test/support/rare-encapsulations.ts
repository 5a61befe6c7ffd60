// More clothes for the same IP packet: radio, InfiniBand, what kernels put in front, mirrors, and tunnels in pieces.

import { type Encapsulation, etherType, header, ip, isIpv6, tunnel, udpTunnel } from './encapsulations.ts';
import { ethernetBytes, ipv4Bytes, ipv6Bytes, MACS, udpBytes } from './packet-bytes.ts';
import { ByteWriter, concat } from './pcap-writer.ts';

const PROTOCOL_GRE = 47;
const FROM_DISTRIBUTION = 0x02;

/** An IEEE 802.11 data frame from an access point, with SNAP; QoS data has two more bytes, which may be padded to four. */
function wifi(packet: Uint8Array, { isQos = false, padding = 0 } = {}): Uint8Array {
  const control = header((to) =>
    to
      .number(isQos ? 0x88 : 0x08, 1)
      .number(FROM_DISTRIBUTION, 1)
      .number(0, 2),
  );
  const [destination, source] = [MACS.slice(0, 6), MACS.slice(6)];
  const addresses = new ByteWriter().bytes(destination).bytes([2, 0, 0, 0, 0, 0x0c]).bytes(source).number(0, 2).done();
  const snap = header((to) => to.number(0xaaaa03, 3).number(0, 3).number(etherType(packet), 2));
  return concat([control, addresses, new Uint8Array((isQos ? 2 : 0) + padding), snap, packet]);
}

/** Radiotap with a second word of fields, a time, and flags that announce padding and a check sequence. */
function paddedRadiotap(packet: Uint8Array): Uint8Array {
  const radiotap = new ByteWriter(true)
    .number(0, 2)
    .number(25, 2)
    .number(0x80000003, 4)
    .number(0, 4)
    .padTo(8)
    .number(0, 8)
    .number(0x30, 1);
  return concat([radiotap.done(), wifi(packet, { isQos: true, padding: 2 }), Uint8Array.of(1, 2, 3, 4)]);
}

/** A packet as the kernel logs it: options with their type and length in the byte order of the host. */
function nflog(packet: Uint8Array): Uint8Array {
  const family = header((to) =>
    to
      .number(isIpv6(packet) ? 10 : 2, 1)
      .number(0, 1)
      .number(5, 2),
  );
  const prefix = new ByteWriter(true).number(5, 2).number(10, 2).number(0, 1).padTo(4).done();
  const payload = new ByteWriter(true)
    .number(packet.length + 4, 2)
    .number(9, 2)
    .bytes(packet)
    .padTo(4);
  return concat([family, prefix, payload.done()]);
}

function pktap(packet: Uint8Array): Uint8Array {
  const front = new ByteWriter(true).number(108, 4).number(1, 4).number(12, 4).bytes(new Uint8Array(96));
  return concat([front.done(), packet]);
}

/** GRE as a mirror sends it: sequence number, then the header of the mirror, then the whole frame. */
function erspan(protocol: number, isNumbered: boolean, mirror: readonly number[]): Encapsulation {
  return tunnel(
    () => PROTOCOL_GRE,
    (packet) =>
      concat([
        header((to) =>
          to
            .number(isNumbered ? 0x1000 : 0, 2)
            .number(protocol, 2)
            .number(1, isNumbered ? 4 : 0),
        ),
        Uint8Array.from(mirror),
        ethernetBytes(etherType(packet), packet),
      ]),
  );
}

/** Every field of GRE that may be there: checksum, key, sequence number. */
const fullGre = tunnel(
  () => PROTOCOL_GRE,
  (packet) =>
    concat([
      header((to) => to.number(0xb000, 2).number(etherType(packet), 2).number(0, 4).number(7, 4).number(1, 4)),
      packet,
    ]),
);

/** VXLAN whose outer packet had to be cut in two. */
function vxlanInPieces(frame: Uint8Array): readonly Uint8Array[] {
  const vxlan = concat([header((to) => to.number(0x08000000, 4).number(42 << 8, 4)), frame]);
  const datagram = udpBytes(54_321, 4789, vxlan);
  const ipId = frame.reduce((sum, byte) => (sum * 31 + byte) & 0xffff, frame.length);
  const piece = (from: number, to: number, more: number): Uint8Array =>
    ethernetBytes(
      0x0800,
      ipv4Bytes(17, datagram.subarray(from, to), {
        source: '198.51.100.1',
        destination: '198.51.100.2',
        ipId,
        dontFragment: false,
        fragment: more | (from / 8),
      }),
    );
  return [piece(0, 48, 0x2000), piece(48, datagram.length, 0)];
}

/** An IPv6 packet behind hop-by-hop, routing and destination options; IPv4 packets stay as they are. */
function behindExtensions(packet: Uint8Array): Uint8Array {
  if (!isIpv6(packet)) return ethernetBytes(0x0800, packet);
  const extension = (next: number): Uint8Array =>
    header((to) => to.number(next, 1).number(0, 1).number(0x01040000, 4).number(0, 2));
  const routing = header((to) => to.number(60, 1).number(0, 1).number(0, 6));
  const payload = concat([extension(43), routing, extension(6), packet.subarray(40)]);
  const whole = concat([ipv6Bytes(0, payload), new Uint8Array(0)]);
  whole.set(packet.subarray(0, 4));
  whole.set(packet.subarray(7, 40), 7);
  return ethernetBytes(0x86dd, whole);
}

/** All of them, by name. */
export const rareEncapsulations = {
  wifi: ip(105, (packet) => wifi(packet)),
  'wifi-qos': ip(105, (packet) => wifi(packet, { isQos: true })),
  radiotap: ip(127, (packet) =>
    concat([new ByteWriter(true).number(0, 2).number(8, 2).number(0, 4).done(), wifi(packet)]),
  ),
  'radiotap-padded': ip(127, paddedRadiotap),
  nflog: ip(239, nflog),
  pktap: ip(258, pktap),
  ipoib: ip(242, (packet) =>
    concat([header((to) => to.number(0, 40).number(etherType(packet), 2).number(0, 2)), packet]),
  ),
  'erspan-1': erspan(0x88be, false, []),
  'erspan-3': erspan(0x22eb, true, [0x20, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
  'erspan-3-platform': erspan(0x22eb, true, [0x20, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
  'gre-full': fullGre,
  'vxlan-old-port': udpTunnel(8472, (packet) =>
    concat([header((to) => to.number(0x08000000, 4).number(42 << 8, 4)), ethernetBytes(etherType(packet), packet)]),
  ),
  'vxlan-fragments': { linkType: 1, wrap: vxlanInPieces },
  'ipv6-extensions': ip(1, behindExtensions),
} as const satisfies Record<string, Encapsulation>;
