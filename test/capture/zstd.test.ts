// Zstandard: what a compressor wrote, several frames, damage, and frames that ask for too much memory.

import { describe, expect, it } from 'vitest';
import { concat, pcap } from '../support/pcap-writer.ts';
import { contentsOfFile, contentsOfPipe } from '../support/segments-of.ts';
import { smallCapture } from '../support/small-capture.ts';
import { skippableFrame, zstdFrame } from '../support/zstd-writer.ts';

/** The small capture as the zstd command compresses it, level 19, with a check sum. */
const COMPRESSED = [
  'KLUv/WTQA5UUALQf1MOyoQIABAAEAAHxU2VYPg8ASgAAAgALCggARQAAPAABQABABra3wAACAQKcQAG7/wCgAvrwAAIEBbQEAggK',
  'AAECAwABAwMHAfFTZQEAAAC4AgEAAAAHEuoDAABCADQAAr4ACIAQAAEBCAr/AQIEAAUG00dHuAA5AAMAGEdFVCAvvAsAQAA5Br3A',
  'CAUKAAAACf8AABSlDwAANjYAACgAAMxQBACOEwAAXl6G3WAKvN4AKAZAIAENuAABAQIAA+h3FwAAAAAUBj8D6VAUYBsAADw8Lv//',
  'APbGCWHUAB4EgAMBAkkfAAAtAB8RtsoU6QA1AAsAMiMAAGIBAVQGtaABAlAUBAgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAhIiMk',
  'JSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl9gYWJjZGVmZ2hpamtsbW5v',
  'cHFyc3R1dnd4eXp7fH1+f4CBgoOEhYaHiImKi4yNjo+QkZKTlJWWl5iZmpucnZ6foKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6',
  'u7y9vr/AwcLDxMXGx8jJysvMzc7P0NHS09TV1tfY2drb3N3e3+Dh4uPk5ebn6Onq6+zt7u/w8fLz9PX29/j5+vv8/f7/TqiRWOfM',
  'ESlMUhj2DeBqRIJxAxKavAAZARXmkOAEOdltzXL4BmT9SGsGRswMBBE2tgwEz82ZibtgKhvHkxng7qB7K1gEpB8uyU0nKAE+hOfj',
  'ck5UBnl3pgaGm2DcoSZZcVZIY2o0gx0LDQQ8FpM21+uOTBJ2QVRP0Li5SYT8NS3NWHDwva4+cXnK2xNpCoZlTJia6gOuQi+/',
].join('');

const plain = pcap(smallCapture);

describe('a capture compressed with Zstandard', () => {
  const half = Math.floor(plain.length / 2);
  it.each([
    ['by the zstd command', new Uint8Array(Buffer.from(COMPRESSED, 'base64'))],
    ['in blocks', zstdFrame(plain, { blockLength: 100 })],
    ['in two frames', concat([zstdFrame(plain.subarray(0, half)), zstdFrame(plain.subarray(half))])],
    ['behind a frame to be passed over', concat([skippableFrame(20), zstdFrame(plain)])],
  ])('%s is read like the capture itself, from a file and from a pipe', async (_name, bytes) => {
    const { packets } = await contentsOfFile(plain);
    for (const read of [contentsOfFile, (each: Uint8Array) => contentsOfPipe(each, 50)]) {
      const { packets: found, diagnostics, summary } = await read(bytes);
      expect(found).toEqual(packets);
      expect(diagnostics).toEqual([]);
      expect(summary).toMatchObject({ format: 'pcap', bytes: bytes.length, complete: true });
    }
  });

  it('cut at every byte yields packets in order and one diagnostic about the compression, or is refused', async () => {
    const bytes = zstdFrame(plain, { blockLength: 100 });
    const { packets } = await contentsOfFile(plain);
    let before = 0;
    for (let length = 150; length < bytes.length; length += 1) {
      const { packets: found, diagnostics, summary } = await contentsOfFile(bytes.subarray(0, length));
      expect(found).toEqual(packets.slice(0, found.length));
      expect(found.length).toBeGreaterThanOrEqual(before);
      before = found.length;
      expect(summary.complete).toBe(false);
      expect(diagnostics.filter(({ code }) => code === 'capture/damaged-compression')).toHaveLength(1);
    }
    expect(before).toBeGreaterThan(0);
  });

  it('whose window is beyond the bound is not given the memory', async () => {
    const bytes = concat([zstdFrame(plain), zstdFrame(plain, { windowLog: 31 })]);
    const before = process.memoryUsage().arrayBuffers;
    const { packets, diagnostics } = await contentsOfFile(bytes);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    expect(packets).toHaveLength(smallCapture.length);
    expect(diagnostics).toMatchObject([
      { code: 'capture/damaged-compression', facts: { reason: expect.stringContaining('window') } },
    ]);
  });

  it('behind something that is no frame is damaged', async () => {
    const { diagnostics, packets } = await contentsOfFile(
      concat([zstdFrame(plain), Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)]),
    );
    expect(packets).toHaveLength(smallCapture.length);
    expect(diagnostics).toMatchObject([{ code: 'capture/damaged-compression' }]);
  });
});
