// pcapng: sections, interfaces with clocks of their own, every kind of packet block, and blocks that lie.

import { describe, expect, it } from 'vitest';
import {
  ByteWriter,
  block,
  concat,
  interfaceBlock,
  option,
  packetBlock,
  pcapng,
  sectionHeader,
  type WrittenPacket,
} from '../support/pcap-writer.ts';
import { contentsOfFile } from '../support/segments-of.ts';

const packet: WrittenPacket = {
  timeNs: 1_700_000_000_123_456_789n,
  bytes: Uint8Array.of(1, 2, 3, 4, 5),
  wireLength: 60,
};
const front = concat([sectionHeader(), interfaceBlock({})]);
const customBlock = block(0x0bad, new ByteWriter(true).number(32_473, 4).bytes([1, 2, 3, 4]).done());

describe('an enhanced packet block', () => {
  it.each([true, false])('gives each field of the packet (little-endian: %s)', async (littleEndian) => {
    const interfaces = [{ linkType: 1 }, { linkType: 276, resolution: 9 }];
    const second = { ...packet, timeNs: packet.timeNs + 1_500n, interfaceId: 1 };
    const { packets, summary } = await contentsOfFile(
      pcapng([{ ...packet, interfaceId: 1 }, second], { littleEndian, interfaces }),
    );
    expect(packets[1]).toMatchObject({
      frame: 2,
      timeUs: 1.5,
      linkType: 276,
      interfaceId: 1,
      bytes: '0102030405',
      wireLength: 60,
    });
    expect(summary).toMatchObject({
      format: 'pcapng',
      linkTypes: [276],
      timestampResolution: 1e-6,
      zeroNs: packet.timeNs,
    });
  });

  it.each([
    ['10⁻⁹', { resolution: 9 }, 1],
    ['10⁻³', { resolution: 3 }, 1_000_000],
    ['10⁻¹²', { resolution: 12, offsetSeconds: 1_700_000_000n }, 1],
    ['1 s', { resolution: 0 }, 1_000_000_000],
    ['2⁻³²', { resolution: 0x80 + 32 }, 1],
    ['an offset', { resolution: 9, offsetSeconds: 1_600_000_000n }, 1],
    ['a negative offset', { resolution: 9, offsetSeconds: -7n }, 1],
  ])('keeps time in ticks of %s', async (_name, description, tickNs) => {
    const weeks = 7n * 86_400n * 1_000_000_000n * 6n + 3n;
    const interfaces = [{ resolution: 9 }, description];
    const { packets, summary } = await contentsOfFile(
      pcapng([packet, { ...packet, timeNs: packet.timeNs + weeks, interfaceId: 1 }], { interfaces }),
    );
    expect(packets[0]?.timeUs).toBe(0);
    const error = Number(packet.timeNs + weeks - (summary.endNs ?? 0n));
    expect(error).toBeGreaterThanOrEqual(0);
    expect(error).toBeLessThanOrEqual(tickNs);
  });

  it('numbers the interfaces of all sections', async () => {
    const section = (linkType: number): Uint8Array =>
      concat([sectionHeader(), interfaceBlock({ linkType }), packetBlock(packet, {})]);
    const { packets } = await contentsOfFile(concat([section(1), section(113)]));
    expect(packets.map(({ interfaceId, linkType }) => [interfaceId, linkType])).toEqual([
      [0, 1],
      [1, 113],
    ]);
  });

  it('may change the byte order with the section', async () => {
    const bigEndian = concat([sectionHeader(false), interfaceBlock({}, false), packetBlock(packet, {}, false)]);
    const { packets } = await contentsOfFile(concat([front, packetBlock(packet, {}), bigEndian, bigEndian]));
    expect(packets.map(({ bytes, timeUs }) => [bytes, timeUs])).toEqual(new Array(3).fill(['0102030405', 0]));
  });
});

describe('other blocks', () => {
  it('a simple packet has no time and is cut at the snap length', async () => {
    const simple = block(3, new ByteWriter(true).number(60, 4).bytes([9, 8, 7, 6]).done());
    const { packets } = await contentsOfFile(concat([sectionHeader(), interfaceBlock({ snapLength: 4 }), simple]));
    expect(packets).toMatchObject([{ frame: 1, timeUs: 0, bytes: '09080706', wireLength: 60 }]);
  });

  it('the obsolete packet block is read', async () => {
    const body = new ByteWriter(true).number(0, 2).number(0, 2).number(1, 4).number(2, 4).number(3, 4).number(70, 4);
    const { packets } = await contentsOfFile(concat([front, block(2, body.bytes([1, 2, 3]).done())]));
    expect(packets).toMatchObject([{ frame: 1, bytes: '010203', wireLength: 70 }]);
  });

  it('custom blocks are numbered as Wireshark numbers them, name records are not', async () => {
    const names = block(4, new ByteWriter(true).number(0, 4).done());
    const { packets, summary } = await contentsOfFile(concat([front, customBlock, names, packetBlock(packet, {})]));
    expect(packets.map(({ frame }) => frame)).toEqual([2]);
    expect(summary.packets).toBe(1);
  });

  it('the last statistics of each interface tell what was dropped', async () => {
    const statistics = (dropped: number): Uint8Array => {
      const head = new ByteWriter(true).number(0, 12).done();
      return block(5, concat([head, option(5, new ByteWriter(true).number(dropped, 8).done())]));
    };
    const { summary, diagnostics } = await contentsOfFile(concat([front, statistics(3), statistics(8)]));
    expect(summary.dropped).toBe(8);
    expect(diagnostics).toMatchObject([{ code: 'capture/dropped', frame: 0, facts: { dropped: 8 } }]);
  });
});

describe('a block that lies', () => {
  const good = packetBlock(packet, {});
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const bytes = good.slice();
    change(new DataView(bytes.buffer));
    return concat([front, good, bytes, good]);
  };

  it.each([
    ['claims less than a block', (view: DataView): void => view.setUint32(4, 8, true), 'capture/damaged-record'],
    ['claims a gigabyte', (view: DataView): void => view.setUint32(4, 2 ** 30, true), 'capture/damaged-record'],
    [
      'ends with another length',
      (view: DataView): void => view.setUint32(view.byteLength - 4, 4, true),
      'capture/damaged-record',
    ],
    ['claims more packet than block', (view: DataView): void => view.setUint32(20, 99, true), 'capture/damaged-record'],
    ['names an unknown interface', (view: DataView): void => view.setUint32(8, 5, true), 'capture/damaged-block'],
  ])('%s: the packets before it are kept', async (_name, change, code) => {
    const { packets, diagnostics, summary } = await contentsOfFile(changed(change));
    expect(packets).toHaveLength(1);
    expect(diagnostics).toMatchObject([{ code, frame: 2, offset: front.length + good.length }]);
    expect(summary.complete).toBe(false);
  });

  it('a length without its padding is rounded up', async () => {
    const body = good.slice();
    const view = new DataView(body.buffer);
    view.setUint32(4, body.length - 3, true);
    view.setUint32(body.length - 4, body.length - 3, true);
    expect((await contentsOfFile(concat([front, body, good]))).packets).toHaveLength(2);
  });
});
