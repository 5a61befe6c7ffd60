// IP fragments: in any order, overlapping, cut, never completed.

import { describe, expect, it } from 'vitest';
import * as seg from '../../src/model/segment.ts';
import { decodeAll } from '../support/decode-bytes.ts';
import { encapsulations } from '../support/encapsulations.ts';
import { ethernetBytes, frameBytes, ipv4Bytes, ipv6Bytes, tcpBytes } from '../support/packet-bytes.ts';
import { ByteWriter, concat } from '../support/pcap-writer.ts';

const MORE = 0x2000;
const reset = tcpBytes({ flags: seg.RST, seq: 77, payload: [9, 8, 7] });
const pieces = encapsulations.fragments.wrap(frameBytes({ flags: seg.RST, seq: 77, payload: [9, 8, 7], ipId: 5 }));

function fragment(from: number, to: number, ipId = 5): Uint8Array {
  const more = to < reset.length ? MORE : 0;
  return ethernetBytes(
    0x0800,
    ipv4Bytes(6, reset.subarray(from, to), { ipId, fragment: more | (from / 8), dontFragment: false }),
  );
}

/** A fragment whose flags are others. */
function forged(from: number, to: number): Uint8Array {
  const packet = fragment(from, to);
  packet[34 + 5] = 0x02;
  return packet;
}

describe('the fragments of a RST', () => {
  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['with a copy of one', [1, 1, 0, 2]],
  ])('%s become one segment at the frame that completes it', (_name, order) => {
    const { segments, diagnostics, counts } = decodeAll(order.flatMap((i) => pieces[i] ?? []));
    expect(segments).toMatchObject([
      { frame: order.length, flags: seg.RST, seq: 77, ipId: 5, payloadLength: 3, payloadHead: 0x09080700 },
    ]);
    expect(diagnostics).toEqual([]);
    expect(counts.fragments).toBe(order.length - 1);
  });

  it.each([
    ['inside another, with other bytes', [fragment(0, 16), forged(8, 16), fragment(16, reset.length)], 2],
    ['the start of another', [fragment(8, 16), fragment(0, 16), fragment(16, reset.length)], 2],
    ['the end of another', [fragment(0, 16), fragment(8, reset.length)], 2],
    ['one of the same place and another length', [fragment(8, 16), fragment(8, reset.length), fragment(0, 8)], 2],
  ])('are refused with one diagnostic when one overlaps %s', (_name, packets, frame) => {
    const { segments, diagnostics } = decodeAll(packets);
    expect(segments).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'wire/overlapping-fragments', frame, facts: { first: 1 } }]);
  });

  it('of which none was the last cost no more memory than they bring', () => {
    const far = ethernetBytes(
      0x0800,
      ipv4Bytes(6, new Uint8Array(8), { fragment: MORE | 0x1ff0, dontFragment: false }),
    );
    const before = process.memoryUsage().arrayBuffers;
    const many = Array.from({ length: 20_000 }, (_, i) => {
      const copy = far.slice();
      new DataView(copy.buffer).setUint16(18, i & 0xffff);
      return copy;
    });
    decodeAll(many);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('of two datagrams do not mix', () => {
    const { segments } = decodeAll([fragment(0, 16, 5), fragment(16, reset.length, 6)]);
    expect(segments).toEqual([]);
  });

  it('do not count beyond the end that the last one gives', () => {
    const stray = ethernetBytes(
      0x0800,
      ipv4Bytes(6, new Uint8Array(8), { ipId: 5, fragment: MORE | 9, dontFragment: false }),
    );
    const { segments, diagnostics } = decodeAll([fragment(0, 8), stray, fragment(16, reset.length)]);
    expect(segments).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'wire/overlapping-fragments' }]);
  });

  it('that were never completed are reported', () => {
    const { segments, diagnostics } = decodeAll([fragment(0, 8), fragment(8, 16)]);
    expect(segments).toEqual([]);
    expect(diagnostics).toMatchObject([{ code: 'wire/incomplete-fragments', frame: 1, facts: { fragments: 2 } }]);
  });

  it('the oldest gives way when too many datagrams wait', () => {
    const started = Array.from({ length: 257 }, (_, i) => fragment(0, 8, i));
    const { segments } = decodeAll([...started, fragment(8, reset.length, 0), fragment(8, reset.length, 256)]);
    expect(segments).toMatchObject([{ frame: 259, ipId: 256 }]);
  });

  it('beyond the longest datagram are malformed', () => {
    const beyond = ethernetBytes(0x0800, ipv4Bytes(6, new Uint8Array(16), { fragment: 0x1fff }));
    expect(decodeAll([beyond]).diagnostics).toMatchObject([{ code: 'wire/malformed', facts: { layer: 'fragment' } }]);
  });

  it('the first is read by itself when it was not captured whole', () => {
    const first = ethernetBytes(
      0x0800,
      ipv4Bytes(6, concat([reset, new Uint8Array(1000)]).subarray(0, 1008), { fragment: MORE }),
    );
    expect(decodeAll([first.subarray(0, 64)], { wireLength: first.length }).segments).toMatchObject([
      { flags: seg.RST, seq: 77 },
    ]);
  });

  it('of plain UDP are not kept', () => {
    const [first, second] = [0x2000, 1].map((fragment) =>
      ethernetBytes(0x0800, ipv4Bytes(17, new Uint8Array(8).fill(53), { fragment, dontFragment: false, ipId: 3 })),
    );
    const { diagnostics, counts } = decodeAll([first, second].flatMap((packet) => packet ?? []));
    expect(diagnostics).toEqual([]);
    expect(counts.otherIp).toBe(2);
  });

  it('over IPv6 become one segment too', () => {
    const header = (offset: number, more: number): Uint8Array =>
      new ByteWriter()
        .number(6, 1)
        .number(0, 1)
        .number(offset | more, 2)
        .number(0xcafe, 4)
        .done();
    const packets = [concat([header(16, 0), reset.subarray(16)]), concat([header(0, 1), reset.subarray(0, 16)])];
    const { segments } = decodeAll(packets.map((payload) => ethernetBytes(0x86dd, ipv6Bytes(44, payload))));
    expect(segments).toMatchObject([{ frame: 2, flags: seg.RST, seq: 77, ipId: 0xcafe, payloadLength: 3 }]);
  });
});
