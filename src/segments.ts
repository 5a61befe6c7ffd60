/** Joins capture and wire: a capture → its TCP segments. Used by the pipeline itself and by the thread that reads big captures for it. */
import { openCapture } from './capture/open-capture.ts';
import { openJoined } from './capture/open-joined.ts';
import type { CaptureSummary } from './model/capture-summary.ts';
import { Diagnostics } from './model/diagnostic.ts';
import type { Segment } from './model/segment.ts';
import { AddressMap } from './redact/address-map.ts';
import { PacketRedactor } from './redact/packet-redactor.ts';
import type { AddressTable } from './wire/address-table.ts';
import { type DecodedCounts, Decoder } from './wire/decoder.ts';

/** A path, "-", or the paths of several files that are one capture. */
export type CaptureInput = string | readonly string[];

/** How the segments of a capture are to be read. */
export interface SegmentsOptions {
  readonly addresses: AddressTable;
  readonly diagnostics: Diagnostics;
  /** Packets are redacted before their segments are handed on: the key, and the table of the new addresses. */
  readonly redaction?: { readonly key: Uint8Array; readonly addresses: AddressTable };
  readonly stdin?: NodeJS.ReadableStream;
  /** Captures that are in memory, by name. */
  readonly memory?: ReadonlyMap<string, Uint8Array>;
  /** Told after each block how far the reading has come; the total is null for a pipe. */
  readonly onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  /** Told before the first segment what time 0 is, in nanoseconds since 1970. */
  readonly onStart?: (zeroNs: bigint) => void;
}

/** Told of each segment; where packets are redacted, also of what it was before. */
export type OnSegment = (segment: Segment, unredacted?: Segment) => void;

/** What is known once all segments have passed. */
export interface SegmentsRead {
  readonly summary: CaptureSummary;
  readonly counts: DecodedCounts;
}

/** Reads all segments once, in file order; each is valid only during the call. */
export async function decodeSegments(
  input: CaptureInput,
  options: SegmentsOptions,
  onSegment: OnSegment,
): Promise<SegmentsRead> {
  const reader = typeof input === 'string' ? await openCapture(input, options) : await openJoined(input, options);
  const decoder = new Decoder(options.addresses, options.diagnostics);
  const redact = options.redaction === undefined ? null : redactingDecoder(options.redaction);
  const summary = await reader.read((packet) => {
    const segment = decoder.decode(packet);
    const redacted = redact === null ? segment : redact(packet);
    if (segment !== null && redacted !== null) onSegment(redacted, segment);
  });
  decoder.finish();
  return { summary, counts: decoder.counts };
}

/** Decodes packets after they were redacted, so that nothing else of them can be told to anybody. */
export function redactingDecoder({ key, addresses }: NonNullable<SegmentsOptions['redaction']>): Decoder['decode'] {
  const redactor = new PacketRedactor(new AddressMap(key));
  // What is odd in a packet was said of the original.
  const decoder = new Decoder(addresses, new Diagnostics());
  return (packet) => decoder.decode(redactor.redact(packet));
}
