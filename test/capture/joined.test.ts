// Several files of one capture, read as one.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readPackets } from '../../scripts/write-variants.ts';
import { openJoined } from '../../src/capture/open-joined.ts';
import { analyze } from '../../src/index.ts';
import { ownFrame } from '../../src/model/capture-summary.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { pcap, pcapng, type WrittenPacket } from '../support/pcap-writer.ts';
import { contentsOfFile } from '../support/segments-of.ts';
import { snoop } from '../support/snoop-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const demo = readFileSync('samples/demo/capture.pcap');
const packets = readPackets(demo);
const [third, twoThirds] = [Math.floor(packets.length / 3), Math.floor((2 * packets.length) / 3)];
const pieces = [packets.slice(0, third), packets.slice(third, twoThirds), packets.slice(twoThirds)];

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

interface Joined {
  readonly packets: readonly { readonly frame: number; readonly timeUs: number; readonly bytes: string }[];
  readonly summary: Awaited<ReturnType<Awaited<ReturnType<typeof openJoined>>['read']>>;
  readonly diagnostics: Diagnostics['list'];
}

async function joined(...paths: string[]): Promise<Joined> {
  const diagnostics = new Diagnostics();
  const found: { frame: number; timeUs: number; bytes: string }[] = [];
  const reader = await openJoined(paths, { diagnostics });
  const summary = await reader.read(({ frame, timeUs, view, start, capturedLength }) => {
    const bytes = Buffer.from(view.buffer, view.byteOffset + start, capturedLength).toString('hex');
    found.push({ frame, timeUs, bytes });
  });
  return { packets: found, summary, diagnostics: diagnostics.list };
}

async function whole(bytes: Uint8Array): Promise<Joined['packets']> {
  const { packets: found } = await contentsOfFile(bytes);
  return found.map(({ frame, timeUs, bytes: each }) => ({ frame, timeUs, bytes: each }));
}

describe('the pieces of a capture', () => {
  const paths = [
    file('piece.pcap2', gzipSync(pcap(pieces[2] ?? []))),
    file('piece.pcap', pcap(pieces[0] ?? [])),
    file('piece.pcap1', pcapng(pieces[1] ?? [], { littleEndian: false })),
  ];

  it('are the capture again, whatever their order and format', async () => {
    const { packets: found, summary } = await joined(...paths);
    expect(found).toEqual(await whole(demo));
    const { startNs, endNs, complete } = (await contentsOfFile(demo)).summary;
    expect(summary).toMatchObject({
      packets: packets.length,
      startNs,
      endNs,
      complete,
      name: 'piece.pcap … piece.pcap2',
    });
  });

  it('get the verdicts of the whole', async () => {
    const [one, all] = [await analyze('samples/demo/capture.pcap'), await analyze(paths)];
    expect(all.verdicts).toEqual(one.verdicts);
    expect(all.findings).toEqual(one.findings);
  });

  it('say which of their frames is which', async () => {
    const { summary } = await joined(...paths);
    expect(summary.parts?.map(({ name, packets: count }) => [name, count])).toEqual([
      ['piece.pcap', third],
      ['piece.pcap1', twoThirds - third],
      ['piece.pcap2', packets.length - twoThirds],
    ]);
    expect(ownFrame(summary, 1)).toEqual({ file: 'piece.pcap', frame: 1 });
    expect(ownFrame(summary, third + 1)).toEqual({ file: 'piece.pcap1', frame: 1 });
    expect(ownFrame(summary, packets.length)).toEqual({ file: 'piece.pcap2', frame: packets.length - twoThirds });
    expect(ownFrame(summary, packets.length + 1)).toBeNull();
  });

  it('of which one is cut or damaged say so of that file', async () => {
    const cut = file('cut.pcap', pcap(pieces[0] ?? []).subarray(0, -3));
    const { summary, diagnostics, packets: found } = await joined(cut, ...paths.slice(0, 1));
    expect(found).toHaveLength(third - 1 + packets.length - twoThirds);
    expect(summary.complete).toBe(false);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'capture/truncated', file: 'cut.pcap', frame: third, facts: { missing: 3 } }),
    );
  });

  it('of which one is empty or no capture go on without it', async () => {
    const { summary, diagnostics, packets: found } = await joined(file('empty.pcap', new Uint8Array(0)), ...paths);
    expect(found).toHaveLength(packets.length);
    expect(summary.complete).toBe(false);
    expect(diagnostics).toMatchObject([
      { code: 'join/unreadable', facts: { file: 'empty.pcap', reason: 'capture/empty' } },
      { code: 'join/files', facts: { files: 3 } },
    ]);
  });

  it('none of which can be read are refused', async () => {
    await expect(joined(join(folder, 'missing'), file('text', Buffer.from('text')))).rejects.toMatchObject({
      code: 'capture/not-found',
    });
    await expect(joined('-', ...paths)).rejects.toMatchObject({ code: 'capture/not-a-file', facts: { path: '-' } });
  });

  it('a file without a packet changes nothing', async () => {
    const { packets: found, summary } = await joined(file('none.pcap', pcap([])), ...paths);
    expect(found).toEqual(await whole(demo));
    expect(summary.parts).toHaveLength(4);
  });
});

describe('files that overlap', () => {
  const odd = packets.filter((_, i) => i % 2 === 1);
  const even = packets.filter((_, i) => i % 2 === 0);
  const later =
    (by: bigint) =>
    (packet: WrittenPacket): WrittenPacket => ({ ...packet, timeNs: packet.timeNs + by });

  it('are merged in the order of time', async () => {
    const paths = [file('odd.snoop', snoop(odd)), file('even.pcap', pcap(even, { nanoseconds: true }))];
    const { packets: found, summary } = await joined(...paths);
    expect(found).toEqual(await whole(demo));
    expect(ownFrame(summary, 4)).toEqual({ file: 'odd.snoop', frame: 2 });
    expect(ownFrame(summary, 5)).toEqual({ file: 'even.pcap', frame: 3 });
  });

  if (spawnSync('mergecap', ['--version']).status === 0) {
    it('get the frame numbers that mergecap gives, also where times run backwards', async () => {
      const backwards = [...odd.slice(3), ...odd.slice(0, 3)];
      const sets = [packets, packets.map(later(1000n)), backwards.map(later(2000n)), even.map(later(3000n))];
      const paths = sets.map((each, i) => file(`merge${i}.pcap`, pcap(each)));
      const merged = join(folder, 'merged.pcap');
      execFileSync('mergecap', ['-F', 'pcap', '-w', merged, ...paths], { stdio: 'ignore' });
      const { packets: found } = await joined(...paths);
      expect(found.map(({ bytes }) => bytes)).toEqual((await whole(readFileSync(merged))).map(({ bytes }) => bytes));
    });
  } else {
    it.skip('get the frame numbers that mergecap gives (skipped: mergecap is not installed)', () => undefined);
  }
});

it('a ring of many files takes the windows of few', async () => {
  const day = 86_400_000_000_000n;
  const paths = Array.from({ length: 60 }, (_, i) =>
    file(`ring${i}.pcap`, pcap(packets.map((packet) => ({ ...packet, timeNs: packet.timeNs + BigInt(i) * day })))),
  );
  const diagnostics = new Diagnostics();
  const reader = await openJoined(paths.reverse(), { diagnostics });
  let most = 0;
  let count = 0;
  const before = process.memoryUsage().arrayBuffers;
  await reader.read(({ frame }) => {
    count = frame;
    if (frame % 50 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  });
  expect(count).toBe(60 * packets.length);
  // A window is 2 MiB; what waits for the collector counts as well.
  expect(most).toBeLessThan(100 * 1024 * 1024);
}, 60_000);
