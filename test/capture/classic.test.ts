// Classic captures: what the header and the records say, and what becomes of records that lie.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { concat, pcap, pcapHeader, pcapRecord, type WrittenPacket } from '../support/pcap-writer.ts';
import { contentsOfFile, contentsOfPipe } from '../support/segments-of.ts';
import { smallCapture } from '../support/small-capture.ts';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const files = readdirSync(samples)
  .map((name): [string, string] => [name, join(samples, name, 'capture.pcap')])
  .filter(([, path]) => existsSync(path));

const packet: WrittenPacket = { timeNs: 1_700_000_000_123_456_789n, bytes: Uint8Array.of(1, 2, 3, 4), wireLength: 60 };

describe('a record', () => {
  it('gives each field of the packet', async () => {
    const { packets } = await contentsOfFile(
      pcap([packet, { ...packet, timeNs: packet.timeNs + 1_500_000n }], { nanoseconds: true, linkType: 113 }),
    );
    expect(packets[1]).toEqual({
      frame: 2,
      timeUs: 1500,
      linkType: 113,
      interfaceId: 0,
      bytes: '01020304',
      wireLength: 60,
      offset: 44,
    });
  });

  it.each([false, true])('keeps nanoseconds over weeks (little-endian: %s)', async (littleEndian) => {
    const later = packet.timeNs + 60n * 86_400n * 1_000_000_000n + 1n;
    const { packets, summary } = await contentsOfFile(
      pcap([packet, { ...packet, timeNs: later }], { nanoseconds: true, littleEndian }),
    );
    expect(summary.zeroNs).toBe(packet.timeNs);
    expect(summary.endNs).toBe(later);
    expect(packets[1]?.timeUs).toBeCloseTo(60 * 86_400 * 1e6 + 0.001, 3);
  });

  it('keeps microseconds over decades', async () => {
    const later = { ...packet, timeNs: packet.timeNs + 600_000_000_000_001_000n };
    const { summary } = await contentsOfFile(pcap([packet, later]));
    expect((summary.endNs ?? 0n) - (summary.startNs ?? 0n)).toBe(600_000_000_000_001_000n);
  });

  it('reports time that runs backwards', async () => {
    const { diagnostics, packets, summary } = await contentsOfFile(
      pcap([packet, { ...packet, timeNs: packet.timeNs - 5_000_000n }]),
    );
    expect(diagnostics).toMatchObject([{ code: 'capture/time-backwards', frame: 2, offset: 44, facts: { by: 5000 } }]);
    expect(packets[1]?.timeUs).toBe(-5000);
    expect((summary.zeroNs ?? 0n) - (summary.startNs ?? 0n)).toBe(5_000_000n);
  });

  it('larger than the window is passed on with its front', async () => {
    const large = { ...packet, bytes: new Uint8Array(5_000_000).fill(7), wireLength: 5_000_000 };
    const { packets, diagnostics, summary } = await contentsOfFile(pcap([large, packet], { snapLength: 8_000_000 }));
    expect(packets.map(({ bytes, wireLength, offset }) => [bytes.length / 2, wireLength, offset])).toEqual([
      [262_144, 5_000_000, 24],
      [4, 60, 5_000_040],
    ]);
    expect(diagnostics).toEqual([]);
    expect(summary.complete).toBe(true);
  });
});

describe.each([
  ['file', contentsOfFile],
  ['pipe', contentsOfPipe],
] as const)('in a %s', (_name, read) => {
  it('a length that cannot be true ends the reading', async () => {
    const good = pcapRecord(packet);
    const bad = pcapRecord(packet);
    new DataView(bad.buffer).setUint32(8, 0x53fe0000, true);
    const { packets, diagnostics, summary } = await read(concat([pcapHeader(), good, bad, good]));
    expect(packets).toHaveLength(1);
    expect(summary.complete).toBe(false);
    const facts = { claimed: 0x53fe0000, bound: 262_144 };
    expect(diagnostics).toEqual([{ code: 'capture/damaged-record', capture: 0, frame: 2, offset: 44, facts }]);
  });

  it('a length up to the snap length is believed', async () => {
    const large = { ...packet, bytes: new Uint8Array(300_000), wireLength: 300_000 };
    const { packets, diagnostics } = await read(pcap([large, packet], { snapLength: 400_000 }));
    expect(packets).toHaveLength(2);
    expect(diagnostics).toEqual([]);
  });

  it('the shortest packet that was cut is told', async () => {
    const { summary } = await read(pcap([packet, { ...packet, bytes: Uint8Array.of(1, 2, 3) }]));
    expect(summary.cutAt).toBe(3);
  });

  it('a header without packets is a capture', async () => {
    const { summary } = await read(pcapHeader());
    expect(summary).toMatchObject({
      packets: 0,
      startNs: null,
      endNs: null,
      zeroNs: null,
      complete: true,
      linkTypes: [],
    });
  });

  it('the input is hashed', async () => {
    const bytes = pcap(smallCapture);
    expect((await read(bytes)).summary.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

describe('the reader for files and pcap-parser yield the same packets', () => {
  const variants = {
    'little-endian microseconds': pcap(smallCapture),
    'big-endian microseconds': pcap(smallCapture, { littleEndian: false }),
    nanoseconds: pcap(smallCapture, { nanoseconds: true }),
    'big-endian nanoseconds': pcap(smallCapture, { nanoseconds: true, littleEndian: false }),
    'an odd version': pcap(smallCapture, { version: [3, 7] }),
    'a damaged snap length': pcap(smallCapture, { snapLength: 0 }),
  };

  it.each(Object.entries(variants))('%s', async (_name, bytes) => {
    expect(await contentsOfPipe(bytes)).toEqual({ ...(await contentsOfFile(bytes)), summary: expect.anything() });
  });

  it.each([1, 7, 24, 1000])('in chunks of %i bytes', async (chunkLength) => {
    const bytes = variants['little-endian microseconds'];
    expect((await contentsOfPipe(bytes, chunkLength)).packets).toEqual((await contentsOfFile(bytes)).packets);
  });

  it('of every sample', async () => {
    expect(files.length).toBeGreaterThan(0);
    for (const [name, path] of files) {
      const bytes = readFileSync(path);
      const [{ summary: fromFile, ...file }, { summary: fromPipe, ...pipe }] = [
        await contentsOfFile(bytes),
        await contentsOfPipe(bytes),
      ];
      expect(pipe, name).toEqual(file);
      expect({ ...fromPipe, name: '' }, name).toEqual({ ...fromFile, name: '' });
    }
  });
});
