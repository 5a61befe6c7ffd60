// Reads the TCP segments of a capture into plain objects, for tests that compare.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import { openCapture } from '../../src/capture/open-capture.ts';
import type { CaptureSummary } from '../../src/model/capture-summary.ts';
import { type Diagnostic, Diagnostics } from '../../src/model/diagnostic.ts';
import type { Packet } from '../../src/model/packet.ts';
import type { Segment } from '../../src/model/segment.ts';
import { AddressTable } from '../../src/wire/address-table.ts';
import { type DecodedCounts, Decoder } from '../../src/wire/decoder.ts';

/** A segment that can be kept: addresses as text, no view on the reader's memory. */
export type KeptSegment = Omit<Segment, 'view' | 'payloadStart' | 'source' | 'destination'> & {
  readonly source: string;
  readonly destination: string;
};

/** A packet that can be kept. */
export type KeptPacket = Omit<Packet, 'view' | 'start' | 'capturedLength'> & { readonly bytes: string };

/** Everything that a capture yields. */
export interface CaptureContents {
  readonly packets: readonly KeptPacket[];
  readonly segments: readonly KeptSegment[];
  readonly summary: CaptureSummary;
  readonly counts: DecodedCounts;
  /** Those about the file. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those about the headers of its packets. */
  readonly headerDiagnostics: readonly Diagnostic[];
}

function keepPacket({ view, start, capturedLength, ...packet }: Packet): KeptPacket {
  const bytes = Buffer.from(view.buffer, view.byteOffset + start, capturedLength).toString('hex');
  return { ...packet, bytes };
}

/** A copy of a segment with its addresses as text. */
export function keepSegment({ view, payloadStart, ...segment }: Segment, addresses: AddressTable): KeptSegment {
  const text = (id: number): string => addresses.format(id);
  return { ...segment, source: text(segment.source), destination: text(segment.destination) };
}

/** Reads a file, or a stream when one is given. */
export async function contentsOf(path: string, stdin?: NodeJS.ReadableStream): Promise<CaptureContents> {
  const diagnostics = new Diagnostics();
  const addresses = new AddressTable();
  const decoder = new Decoder(addresses, diagnostics);
  const packets: KeptPacket[] = [];
  const segments: KeptSegment[] = [];
  const reader = await openCapture(path, stdin === undefined ? { diagnostics } : { diagnostics, stdin });
  const summary = await reader.read((packet) => {
    packets.push(keepPacket(packet));
    const segment = decoder.decode(packet);
    if (segment !== null) segments.push(keepSegment(segment, addresses));
  });
  decoder.finish();
  const [about, inside] = [true, false].map((isCapture) =>
    diagnostics.list.filter(({ code }) => code.startsWith('capture/') === isCapture),
  );
  return {
    packets,
    segments,
    summary,
    counts: decoder.counts,
    diagnostics: about ?? [],
    headerDiagnostics: inside ?? [],
  };
}

const folder = mkdtempSync(join(tmpdir(), 'whyrst-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Reads bytes as if they were in a file. */
export function contentsOfFile(bytes: Uint8Array): Promise<CaptureContents> {
  const path = join(folder, 'capture');
  writeFileSync(path, bytes);
  return contentsOf(path);
}

/** Reads bytes as if they came out of a pipe, in chunks of the given size. */
export function contentsOfPipe(bytes: Uint8Array, chunkLength = 65_536): Promise<CaptureContents> {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += chunkLength) chunks.push(Buffer.from(bytes.subarray(at, at + chunkLength)));
  return contentsOf('-', Readable.from(chunks, { objectMode: false }));
}
