// A capture read by a thread of its own yields exactly what it yields without one.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { Diagnostics } from '../src/model/diagnostic.ts';
import { RESET_PAYLOAD_BYTES, RST, type Segment } from '../src/model/segment.ts';
import { type CaptureInput, decodeSegments, type SegmentsRead } from '../src/segments.ts';
import { decodeInThread } from '../src/segments-in-thread.ts';
import { AddressTable } from '../src/wire/address-table.ts';
import { concat, pcap } from './support/pcap-writer.ts';
import { keepSegment } from './support/segments-of.ts';
import { smallCapture } from './support/small-capture.ts';

const WORKER = new URL('./support/segment-worker.mjs', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function sample(name: string): string {
  return fileURLToPath(new URL(`../samples/${name}/capture.pcap`, import.meta.url));
}

type Read = typeof decodeSegments | typeof inThread;
type Told = { readonly segments: object[]; readonly diagnostics: Diagnostics; readonly read: SegmentsRead | null };

const inThread = (...args: Parameters<typeof decodeSegments>): Promise<SegmentsRead | null> =>
  decodeInThread(...args, WORKER);

/** Everything that is told of a capture. */
async function tell(input: CaptureInput, readAll: Read): Promise<Told & { zeroNs: bigint[]; progress: unknown }> {
  const [addresses, diagnostics] = [new AddressTable(), new Diagnostics()];
  const segments: object[] = [];
  const zeroNs: bigint[] = [];
  let progress: unknown = null;
  const options = {
    addresses,
    diagnostics,
    onStart: (ns: bigint) => void zeroNs.push(ns),
    onProgress: (...told: unknown[]) => {
      progress = told;
    },
  };
  const read = await readAll(input, options, (segment) => segments.push({ ...keep(segment, addresses) }));
  return { segments, diagnostics, read, zeroNs, progress };
}

/** Of the payload, what a RST is remembered by. */
function keep(segment: Segment, addresses: AddressTable): object {
  const length = (segment.flags & RST) === 0 ? 0 : Math.min(RESET_PAYLOAD_BYTES, segment.payloadCaptured);
  const bytes = new Uint8Array(segment.view.buffer, segment.view.byteOffset + segment.payloadStart, length);
  const { payloadCaptured, tsValue, tsEcho, ...kept } = keepSegment(segment, addresses);
  return { ...kept, payload: [...bytes] };
}

const damaged = concat([pcap(smallCapture), new Uint8Array(16).fill(0xff)]);

describe('a thread of its own', () => {
  it.each([
    ['a small capture', file('small.pcap', pcap(smallCapture))],
    ['damage', file('damaged.pcap', damaged)],
    ['IPv6', sample('host-firewall-reject-ipv6')],
    ['rare options', sample('mptcp-subflow-reset')],
    ['two files', [sample('port-closed-ipv6'), sample('linger-zero')]],
  ])('tells the same: %s', { timeout: 60_000 }, async (_, input) => {
    const [direct, relayed] = [await tell(input, decodeSegments), await tell(input, inThread)];
    expect(relayed.read).not.toBeNull();
    expect(relayed).toEqual(direct);
    expect(relayed.segments.length).toBeGreaterThan(0);
  });

  it('tells the same error', { timeout: 60_000 }, async () => {
    const path = file('text.txt', Buffer.from('no capture at all, just words'));
    await expect(tell(path, inThread)).rejects.toMatchObject({ code: 'capture/unknown-format', facts: { path } });
  });

  it('is done without when it cannot run', async () => {
    const missing = new URL('./support/missing.mjs', import.meta.url);
    const told = await tell(sample('linger-zero'), (...args) => decodeInThread(...args, missing));
    expect(told).toMatchObject({ read: null, segments: [], zeroNs: [] });
  });

  it('stops when a segment cannot be followed', { timeout: 60_000 }, async () => {
    const options = { addresses: new AddressTable(), diagnostics: new Diagnostics() };
    const fail = (): never => {
      throw new RangeError('not this one');
    };
    await expect(decodeInThread(sample('linger-zero'), options, fail, WORKER)).rejects.toThrow('not this one');
  });
});
