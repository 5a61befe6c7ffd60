// What cannot be opened, and why; progress; the hash.

import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.ts';
import { Diagnostics } from '../../src/model/diagnostic.ts';
import { concat, pcap, pcapHeader, pcapng, pcapRecord } from '../support/pcap-writer.ts';
import { smallCapture } from '../support/small-capture.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function open(path: string, stdin?: NodeJS.ReadableStream): ReturnType<typeof openCapture> {
  const diagnostics = new Diagnostics();
  return openCapture(path, stdin === undefined ? { diagnostics } : { diagnostics, stdin });
}

describe('openCapture refuses', () => {
  it.each([
    ['a missing file', () => join(folder, 'missing'), 'capture/not-found'],
    ['a folder', () => folder, 'capture/is-directory'],
    ['an empty file', () => file('empty', ''), 'capture/empty'],
    ['a text', () => file('text', 'tcpdump: listening on eth0'), 'capture/unknown-format'],
    ['a header cut short', () => file('short', pcapHeader().subarray(0, 20)), 'capture/bad-header'],
    ['a section of another version', () => file('version', pcapng([]).fill(9, 12, 13)), 'capture/bad-header'],
    [
      'a compressed text',
      () => file('packed', Buffer.from('H4sIAAAAAAAAA0tMSk5JTUvPyMzKzskFAGm9zNYNAAAA', 'base64')),
      'capture/',
    ],
  ])('%s', async (_name, path, code) => {
    const where = path();
    const error = await open(where).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'WhyrstError', code: expect.stringContaining(code), facts: { path: where } });
  });

  it('a text, quoting its first bytes', async () => {
    await expect(open(file('magic', 'GIF89a'))).rejects.toMatchObject({ facts: { magic: '47494638' } });
  });

  it('an empty pipe', async () => {
    const stdin = new PassThrough();
    stdin.end();
    await expect(open('-', stdin)).rejects.toMatchObject({ code: 'capture/empty', facts: { path: '-' } });
  });

  it('a link that leads to itself, naming the reason of the operating system', async () => {
    const path = join(folder, 'loop');
    symlinkSync(path, path);
    await expect(open(path)).rejects.toMatchObject({ code: 'capture/unreadable', facts: { path, reason: 'ELOOP' } });
  });
});

describe('a pipe', () => {
  it.each([
    ['classic', pcap(smallCapture)],
    ['pcapng', pcapng(smallCapture)],
  ])('that stays open delivers %s packets as they arrive', async (_name, bytes) => {
    const stdin = new PassThrough();
    stdin.write(bytes);
    const frames: number[] = [];
    const reader = await open('-', stdin);
    const ending = reader.read(({ frame }) => void frames.push(frame));
    while (frames.length < smallCapture.length) await new Promise((resolve) => setTimeout(resolve, 1));
    stdin.end();
    expect(await ending).toMatchObject({ packets: smallCapture.length, complete: true });
  });

  it.each([
    ['classic', pcap(smallCapture)],
    ['pcapng', pcapng(smallCapture)],
    ['compressed', zlib.gzipSync(pcap(smallCapture))],
    ['modified', pcap(smallCapture, { isModified: true })],
  ])('that had ended before it was opened is read to its end (%s)', async (_name, bytes) => {
    const stdin = new PassThrough();
    stdin.end(bytes);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const summary = await (await open('-', stdin)).read(() => undefined);
    expect(summary).toMatchObject({ packets: smallCapture.length, complete: true });
    expect(summary.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('with a name is read like standard input', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const writer = execFile('sh', ['-c', 'cat "$1" > "$2"', 'sh', file('piped', pcap(smallCapture)), path]);
    expect(await (await open(path)).read(() => undefined)).toMatchObject({
      name: 'pipe',
      packets: smallCapture.length,
    });
    writer.kill();
  });

  it.each([
    ['a file', (bytes: Uint8Array) => open(file('bug', bytes))],
    ['a pipe', (bytes: Uint8Array) => open('-', Readable.from([Buffer.from(bytes)]))],
  ])('or file whose reader throws rejects with that error (%s)', async (_name, opened) => {
    const bug = new TypeError('a bug');
    const reading = (await opened(pcap(smallCapture))).read(() => {
      throw bug;
    });
    await expect(reading).rejects.toBe(bug);
  });

  it('that is closed before its end is a capture that ends there', async () => {
    const stdin = new PassThrough();
    stdin.write(pcapHeader());
    for (const packet of smallCapture) stdin.write(pcapRecord(packet));
    const reader = await open('-', stdin);
    let packets = 0;
    const ending = reader.read(() => {
      if (++packets === smallCapture.length) stdin.destroy();
    });
    expect(await ending).toMatchObject({ packets: smallCapture.length });
  });
});

describe('reading a file', () => {
  it('tells of its progress', async () => {
    const bytes = pcap(Array.from({ length: 200 }, () => smallCapture).flat());
    const told: [number, number | null][] = [];
    const onProgress = (read: number, total: number | null): void => void told.push([read, total]);
    const reader = await openCapture(file('long', bytes), { diagnostics: new Diagnostics(), onProgress });
    await reader.read(() => undefined);
    expect(told.at(-1)).toEqual([bytes.length, bytes.length]);
  });
});

describe('a big file', () => {
  it('is not hashed when it turns out to be no capture', async () => {
    const path = file('large-text', 'no capture');
    truncateSync(path, 40 * 1024 * 1024 * 1024);
    const started = performance.now();
    await expect(open(path)).rejects.toMatchObject({ code: 'capture/unknown-format' });
    expect(performance.now() - started).toBeLessThan(5000);
    rmSync(path);
  });

  it('is hashed to its end although damage ends the reading', async () => {
    const path = file('large', concat([pcap(smallCapture), new Uint8Array(16).fill(0xff)]));
    truncateSync(path, 65 * 1024 * 1024);
    const reader = await open(path);
    const summary = await reader.read(() => undefined);
    expect(summary).toMatchObject({ packets: smallCapture.length, complete: false });
    expect(summary.sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
  });
});
