// A capture that ends anywhere yields the packets before the end, and says once what is missing.

import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { WhyrstError } from '../../src/model/errors.ts';
import { interfaceBlock, packetBlock, pcap, pcapng, pcapRecord, sectionHeader } from '../support/pcap-writer.ts';
import { type CaptureContents, contentsOfFile, contentsOfPipe } from '../support/segments-of.ts';
import { smallCapture } from '../support/small-capture.ts';
import { snoop, snoopRecord } from '../support/snoop-writer.ts';

const packets = smallCapture.slice(0, 4);

/** Where each record begins, and where the last one ends. */
function boundaries(front: number, lengths: readonly number[]): number[] {
  const ends = [front];
  for (const length of lengths) ends.push((ends.at(-1) ?? 0) + length);
  return ends;
}

interface Written {
  readonly bytes: Uint8Array;
  readonly boundaries: readonly number[];
  readonly header: number;
}

const classic: Written = {
  bytes: pcap(packets),
  header: 24,
  boundaries: boundaries(
    24,
    packets.map((packet) => pcapRecord(packet).length),
  ),
};
const modified: Written = {
  bytes: pcap(packets, { isModified: true, littleEndian: false }),
  header: 24,
  boundaries: boundaries(
    24,
    packets.map((packet) => pcapRecord(packet, { isModified: true }).length),
  ),
};
const solaris: Written = {
  bytes: snoop(packets),
  header: 16,
  boundaries: boundaries(
    16,
    packets.map((packet) => snoopRecord(packet).length),
  ),
};
const front = sectionHeader().length + interfaceBlock({}).length;
const blocks: Written = {
  bytes: pcapng(packets),
  header: sectionHeader().length,
  boundaries: boundaries(
    front,
    packets.map((packet) => packetBlock(packet, {}).length),
  ),
};

type Read = (bytes: Uint8Array) => Promise<CaptureContents>;

const cases: [string, Written, Read][] = [
  ['a classic capture in a file', classic, contentsOfFile],
  ['a classic capture from a pipe', classic, contentsOfPipe],
  ['a capture of the modified format in a file', modified, contentsOfFile],
  ['a snoop capture in a file', solaris, contentsOfFile],
  ['a snoop capture from a pipe', solaris, contentsOfPipe],
  ['a pcapng capture in a file', blocks, contentsOfFile],
  ['a pcapng capture from a pipe', blocks, contentsOfPipe],
];

describe.each(cases)('%s', (_name, { bytes, header, boundaries }, read) => {
  it('cut at every byte of its header is refused', async () => {
    for (let length = 0; length < header; length++) {
      const error = await read(bytes.subarray(0, length)).catch((reason: unknown) => reason);
      expect(error, `${length} bytes`).toBeInstanceOf(WhyrstError);
      const code = (error as WhyrstError).code;
      expect(code).toBe(length === 0 ? 'capture/empty' : length < 4 ? 'capture/unknown-format' : 'capture/bad-header');
    }
  });

  it('cut at every byte behind its header yields the packets before the cut and one diagnostic', async () => {
    const whole = await read(bytes);
    expect(whole.packets).toHaveLength(packets.length);
    for (let length = header; length <= bytes.length; length++) {
      const { packets: found, diagnostics, summary } = await read(bytes.subarray(0, length));
      const complete = boundaries.filter((end) => end <= length).length - 1;
      const isBetween = boundaries.includes(length) || length === header;
      expect(found, `${length} bytes`).toEqual(whole.packets.slice(0, Math.max(0, complete)));
      expect(summary.complete).toBe(isBetween);
      expect(diagnostics.map(({ code }) => code)).toEqual(isBetween ? [] : ['capture/truncated']);
      if (complete >= 0 && !isBetween) {
        expect(diagnostics[0]).toMatchObject({ frame: complete + 1, offset: boundaries[complete] });
      }
    }
  });

  it('says how many bytes are missing at the end', async () => {
    const { diagnostics } = await read(bytes.subarray(0, bytes.length - 3));
    expect(diagnostics[0]?.facts).toEqual({ missing: 3 });
  });
});

describe('a compressed capture', () => {
  const packed = new Uint8Array(gzipSync(classic.bytes));

  it('cut short yields what can be unpacked, and says so', async () => {
    const { packets: found, diagnostics, summary } = await contentsOfFile(packed.subarray(0, packed.length - 12));
    expect(found.length).toBeGreaterThan(0);
    expect(summary.complete).toBe(false);
    expect(diagnostics.map(({ code }) => code)).toContain('capture/damaged-compression');
  });

  it('is hashed and counted as it lies on the disk', async () => {
    const { summary } = await contentsOfFile(packed);
    const { createHash } = await import('node:crypto');
    expect(summary.sha256).toBe(createHash('sha256').update(packed).digest('hex'));
    expect(summary.bytes).toBe(packed.length);
  });
});
