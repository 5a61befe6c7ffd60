// Literal packets against one assertion per field, and what becomes of headers that are cut or lie.

import { describe, expect, it } from 'vitest';
import type { DiagnosticCode } from '../../src/model/diagnostic.ts';
import * as seg from '../../src/model/segment.ts';
import { decodeAll, decodeOne } from '../support/decode-bytes.ts';
import { encapsulations } from '../support/encapsulations.ts';
import {
  ethernetBytes,
  frameBytes,
  ipBytes,
  ipv4Bytes,
  ipv6Bytes,
  tcpBytes,
  udpBytes,
} from '../support/packet-bytes.ts';
import { ByteWriter, concat } from '../support/pcap-writer.ts';

/** A SYN as a Linux client sends it, in Ethernet: every byte by hand. */
const SYN = Uint8Array.from([
  ...[0x00, 0x1b, 0x21, 0xaa, 0xbb, 0xcc, 0x00, 0x1c, 0x42, 0x01, 0x02, 0x03, 0x08, 0x00],
  ...[
    0x45, 0xb8, 0x00, 0x3c, 0x1c, 0x46, 0x40, 0x00, 0x3f, 0x06, 0xb1, 0xe6, 0xac, 0x10, 0x0a, 0x63, 0xac, 0x10, 0x0a,
    0x0c,
  ],
  ...[
    0xc0, 0x21, 0x01, 0xbb, 0xf1, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0xa0, 0x02, 0xfa, 0xf0, 0x00, 0x00, 0x00,
    0x00,
  ],
  ...[
    0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a, 0x80, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03, 0x03,
    0x07,
  ],
]);

describe('a SYN over IPv4 in Ethernet', () => {
  const segment = decodeOne(SYN);

  it.each([
    ['sourceMac', 0x001c42010203],
    ['vlan', -1],
    ['space', 0],
    ['ipVersion', 4],
    ['source', '172.16.10.99'],
    ['destination', '172.16.10.12'],
    ['dscp', 46],
    ['ttl', 63],
    ['ipId', 0x1c46],
    ['dontFragment', 1],
    ['flowLabel', -1],
    ['sourcePort', 49_185],
    ['destinationPort', 443],
    ['seq', 0xf1000001],
    ['ack', 0],
    ['flags', seg.SYN],
    ['window', 64_240],
    ['payloadLength', 0],
    ['payloadHead', -1],
    ['options', seg.OPT_MSS | seg.OPT_SACK_PERMITTED | seg.OPT_TIMESTAMPS | seg.OPT_WINDOW_SCALE],
    ['mss', 1460],
    ['windowScale', 7],
    ['tsValue', 0x80000007],
    ['tsEcho', 0],
    ['optionOrder', 0x31842],
    ['sackLeft', -1],
    ['mptcpReason', -1],
  ] as const)('%s', (field, value) => {
    expect(segment[field]).toBe(value);
  });
});

/** A RST with all nine flags over IPv6, in the raw format. */
const RST6 = Uint8Array.from([
  ...[0x6b, 0x81, 0x23, 0x45, 0x00, 0x18, 0x06, 0x39],
  ...[0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xc0, 0, 2, 1],
  ...[0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x51, 0xff, 0x00, 0x00, 0, 0, 0, 0],
  ...[0x42, 0x49, 0x47, 0x2d],
]);

describe('a RST over IPv6 without a link header', () => {
  const segment = decodeOne(RST6, { linkType: 101 });

  it.each([
    ['sourceMac', -1],
    ['ipVersion', 6],
    ['source', '2001:db8::1'],
    ['destination', '::ffff:192.0.2.1'],
    ['dscp', 46],
    ['flowLabel', 0x12345],
    ['ttl', 57],
    ['ipId', -1],
    ['dontFragment', -1],
    ['sourcePort', 0],
    ['destinationPort', 65_535],
    ['seq', 0xffffffff],
    ['ack', 0x80000000],
    ['flags', 0x1ff],
    ['window', 0],
    ['payloadLength', 4],
    ['payloadHead', 0x4249472d],
    ['options', 0],
  ] as const)('%s', (field, value) => {
    expect(segment[field]).toBe(value);
  });
});

describe('TCP options', () => {
  const optionsOf = (options: number[], flags = seg.ACK): ReturnType<typeof decodeOne> =>
    decodeOne(frameBytes({ options, flags }));

  it('the first SACK block is kept', () => {
    const segment = optionsOf([1, 1, 5, 18, 0xff, 0, 0, 1, 0xff, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 2]);
    expect([segment.options, segment.sackLeft, segment.sackRight]).toEqual([seg.OPT_SACK, 0xff000001, 0xff000009]);
  });

  it('the reason of an MPTCP reset is kept', () => {
    const segment = optionsOf([30, 4, 0x81, 6], seg.RST);
    expect([segment.options, segment.mptcpReason]).toEqual([seg.OPT_MPTCP, 6]);
  });

  it('another MPTCP option has no reason', () => {
    expect(optionsOf([30, 4, 0x10, 6]).mptcpReason).toBe(-1);
    const fastClose = [30, 12, 0x70, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    const withoutReason = [30, 4, 0x80, 0];
    expect(optionsOf([...fastClose, ...withoutReason]).mptcpReason).toBe(seg.MPTCP_CLOSED);
    expect(optionsOf([...withoutReason, ...fastClose]).mptcpReason).toBe(seg.MPTCP_CLOSED);
  });

  it.each([
    ['MD5', [19, 18, ...new Array<number>(16).fill(1)], seg.OPT_MD5],
    ['AO', [29, 4, 1, 1], seg.OPT_AO],
    ['fast open', [34, 2], seg.OPT_OTHER],
    ['nothing after the end of the list', [0, 2, 4, 5], 0],
    ['a length of zero', [8, 0], seg.OPT_INCOMPLETE],
    ['a length beyond the header', [3, 3, 7, 8, 10, 0, 0, 0], seg.OPT_WINDOW_SCALE | seg.OPT_INCOMPLETE],
    ['timestamps of a wrong length', [8, 4, 0, 0], seg.OPT_INCOMPLETE],
  ])('%s', (_name, options, expected) => {
    expect(optionsOf(options).options).toBe(expected);
  });

  it('the order of kinds is kept for a SYN only', () => {
    const options = [1, 1, 34, 2, 2, 4, 5, 180];
    expect([optionsOf(options, seg.SYN).optionOrder, optionsOf(options).optionOrder]).toEqual([0x2f11, 0]);
  });

  it('options of one segment do not stay for the next', () => {
    const [, second] = decodeAll([
      frameBytes({ options: [1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 2, 30, 4, 0x80, 3], flags: seg.SYN }),
      frameBytes(),
    ]).segments;
    expect(second).toMatchObject({
      options: 0,
      sackLeft: -1,
      sackRight: -1,
      mptcpReason: -1,
      optionOrder: 0,
      mss: -1,
      windowScale: -1,
    });
  });
});

describe('lengths', () => {
  it('come from the IP header, not from what was captured', () => {
    const whole = frameBytes({ payload: new Array<number>(1000).fill(65) });
    const segment = decodeOne(whole.subarray(0, 58), { wireLength: whole.length });
    expect([segment.payloadLength, segment.payloadCaptured, segment.payloadHead]).toEqual([1000, 4, 0x41414141]);
  });

  it('come from the IP header although the writer took the captured length for the length on the wire', () => {
    const whole = frameBytes({ payload: new Array<number>(1000).fill(65) });
    expect(decodeOne(whole.subarray(0, 64)).payloadLength).toBe(1000);
  });

  it('padding of short frames is no payload', () => {
    const segment = decodeOne(concat([frameBytes(), new Uint8Array(6)]));
    expect([segment.payloadLength, segment.payloadCaptured]).toEqual([0, 0]);
  });

  it.each(['192.0.2.1', '2001:db8::1'])('0 in the header of %s means up to the end of the frame', (source) => {
    expect(
      decodeOne(frameBytes({ source, ipLength: 0, payload: new Array<number>(70_000).fill(1) })).payloadLength,
    ).toBe(70_000);
  });

  it('a payload of one byte has a head of its own', () => {
    expect(decodeOne(frameBytes({ payload: [0x80] })).payloadHead).toBe(0x80000000);
  });
});

describe('IPv6 extension headers are passed over', () => {
  const tcp = tcpBytes({ flags: seg.RST });
  const extension = (next: number, units: number): Uint8Array =>
    new ByteWriter()
      .number(next, 1)
      .number(units, 1)
      .number(0, 6 + 8 * units)
      .done();

  it.each([
    ['hop-by-hop options', 0, concat([extension(6, 0), tcp])],
    ['routing, then destination options', 43, concat([extension(60, 2), extension(6, 1), tcp])],
    ['an authentication header', 51, concat([new ByteWriter().number(6, 1).number(4, 1).number(0, 22).done(), tcp])],
    ['an atomic fragment', 44, concat([new ByteWriter().number(6, 1).number(0, 3).number(0xdeadbeef, 4).done(), tcp])],
  ])('%s', (_name, next, payload) => {
    expect(decodeOne(ethernetBytes(0x86dd, ipv6Bytes(next, payload))).flags).toBe(seg.RST);
  });

  it('the fragment header gives an identification', () => {
    const fragment = new ByteWriter().number(6, 1).number(0, 3).number(0xdeadbeef, 4).done();
    expect(decodeOne(ethernetBytes(0x86dd, ipv6Bytes(44, concat([fragment, tcp])))).ipId).toBe(0xdeadbeef);
  });
});

describe('what is no segment', () => {
  const quoted = concat([new ByteWriter().number(3, 1).number(3, 1).number(0, 6).done(), ipBytes({ flags: seg.RST })]);
  const v6Error = concat([
    new ByteWriter().number(1, 1).number(0, 7).done(),
    ipBytes({ source: '2001:db8::1', flags: seg.RST }),
  ]);

  it.each([
    ['ARP', ethernetBytes(0x0806, new Uint8Array(28)), { notIp: 1 }],
    ['spanning tree', ethernetBytes(38, new Uint8Array(38)), { notIp: 1 }],
    ['UDP', ethernetBytes(0x0800, ipv4Bytes(17, udpBytes(1, 2, new Uint8Array(3)))), { otherIp: 1 }],
    [
      'a TCP header quoted in ICMP',
      ethernetBytes(0x0800, ipv4Bytes(1, quoted)),
      { otherIp: 1, icmpErrors: { count: 1, firstFrame: 1 } },
    ],
    [
      'a TCP header quoted in ICMPv6',
      ethernetBytes(0x86dd, ipv6Bytes(58, v6Error)),
      { otherIp: 1, icmpErrors: { count: 1, firstFrame: 1 } },
    ],
    [
      'an echo request',
      ethernetBytes(0x0800, ipv4Bytes(1, Uint8Array.of(8, 0, 0, 0))),
      { otherIp: 1, icmpErrors: { count: 0, firstFrame: 0 } },
    ],
  ])('%s', (_name, bytes, counts) => {
    const decoded = decodeAll([bytes]);
    expect(decoded.segments).toEqual([]);
    expect(decoded.counts).toMatchObject({ tcp: 0, undecoded: 0, ...counts });
    expect(decoded.diagnostics).toEqual([]);
  });

  it('an unknown link type is reported once', () => {
    const { diagnostics, counts } = decodeAll([new Uint8Array(60), new Uint8Array(60)], { linkType: 6 });
    expect(diagnostics).toMatchObject([{ code: 'wire/unknown-link-type', frame: 1, facts: { linkType: 6 } }]);
    expect(counts.undecoded).toBe(2);
  });
});

describe('headers that contradict themselves', () => {
  const changed = (at: number, value: number): Uint8Array => {
    const bytes = frameBytes();
    bytes[at] = value;
    return bytes;
  };

  it.each([
    ['an IP version of 5', changed(14, 0x55), 'ip'],
    ['an IP header of 16 bytes', changed(14, 0x44), 'ipv4'],
    ['a total length below the header', changed(17, 19), 'ipv4'],
    ['a TCP header of 16 bytes', changed(46, 0x40), 'tcp'],
    ['an IP packet that ends inside the TCP header', frameBytes({ ipLength: 39 }), 'tcp'],
  ])('%s', (_name, bytes, layer) => {
    const { segments, diagnostics } = decodeAll([bytes]);
    expect(segments).toEqual([]);
    expect(diagnostics).toMatchObject([
      { code: 'wire/malformed' satisfies DiagnosticCode, frame: 1, facts: { layer } },
    ]);
  });

  it('tunnels in tunnels without end are given up', () => {
    let packet = ipBytes();
    for (let i = 0; i < 40; i++) packet = ipv4Bytes(4, packet);
    expect(decodeAll([ethernetBytes(0x0800, packet)]).diagnostics).toMatchObject([
      { code: 'wire/malformed', facts: { layer: 'tunnel' } },
    ]);
  });
});

describe('cut at every length', () => {
  const frame = frameBytes({
    options: [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2],
    payload: [1, 2, 3, 4, 5],
    flags: seg.RST,
  });
  const frame6 = frameBytes({
    source: '2001:db8::1',
    destination: '2001:db8::2',
    flags: seg.RST,
    options: [1, 3, 3, 7],
  });
  const wrapped = Object.entries(encapsulations).filter(([name]) => name !== 'fragments');

  it.each(wrapped)('%s gives a segment or a diagnostic', (_name, { linkType, wrap }) => {
    for (const packet of [...wrap(frame), ...wrap(frame6)]) {
      for (let length = 0; length <= packet.length; length++) {
        const { segments, diagnostics, counts } = decodeAll([packet.subarray(0, length)], {
          linkType,
          wireLength: packet.length,
        });
        expect(segments.length + diagnostics.length + counts.otherIp + counts.notIp, `${length} bytes`).toBe(1);
        if (segments[0] !== undefined) expect(segments[0].flags).toBe(seg.RST);
      }
    }
  });

  it('options that were not captured are unknown, not absent', () => {
    const optionsAt = (length: number): number | undefined =>
      decodeAll([frame.subarray(0, length)], { wireLength: frame.length }).segments[0]?.options;
    expect([optionsAt(53), optionsAt(54), optionsAt(60), optionsAt(66)]).toEqual([
      undefined,
      seg.OPT_INCOMPLETE,
      seg.OPT_INCOMPLETE,
      seg.OPT_TIMESTAMPS,
    ]);
  });
});
