/** Joins the stages: capture → wire → track → evidence → causes → verdict. The only file that sees several of them. */
import { openCapture } from './capture/open-capture.ts';
import { openJoined } from './capture/open-joined.ts';
import { causes } from './causes/index.ts';
import { gather } from './evidence/gather.ts';
import { Selection, type SelectionOptions } from './filter/selection.ts';
import type { CaptureSummary } from './model/capture-summary.ts';
import type { Tracking } from './model/connection.ts';
import { type Diagnostic, Diagnostics } from './model/diagnostic.ts';
import { WhyrstError } from './model/errors.ts';
import type { Segment } from './model/segment.ts';
import type { Analysis, Vantage } from './model/verdict.ts';
import { Tracker } from './track/tracker.ts';
import { judgeAll } from './verdict/verdicts.ts';
import { version } from './version.ts';
import { AddressTable } from './wire/address-table.ts';
import { type DecodedCounts, Decoder } from './wire/decoder.ts';
import { busOf } from './wire/other-buses.ts';

export interface AnalyzeOptions extends SelectionOptions {
  /** Where the capture was taken; inferred for each connection when absent. */
  readonly vantage?: Vantage;
  /** What "-" stands for; standard input of the process unless given. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Told after each block how far the reading has come; the total is null for a pipe. */
  readonly onProgress?: (bytesRead: number, totalBytes: number | null) => void;
}

/** Reads one capture (a path, "-", or the paths of several files that are one capture) and judges every RST in it. Throws WhyrstError when it cannot be read at all. */
export async function analyze(input: string | readonly string[], options: AnalyzeOptions = {}): Promise<Analysis> {
  const diagnostics = new Diagnostics();
  const followed = await follow(input, options, diagnostics);
  const { summary, tracking, selection } = followed;
  const evidence = gather(tracking.events, { capture: summary, givenVantage: options.vantage ?? null });
  return {
    tool: { name: 'whyrst', version },
    captures: [captureEntry(followed, options.vantage === 'unknown' ? undefined : options.vantage)],
    ...judgeAll(causes, evidence, summary),
    clock: null,
    diagnostics: [...selection, ...diagnostics.list],
    connections: tracking.connections,
    endings: tracking.endings,
    examples: tracking.examples,
  };
}

/** What the reading of a capture leaves: of the connections, which fill most of the memory, only what stood around each RST. */
export interface Followed {
  readonly summary: CaptureSummary;
  readonly counts: DecodedCounts;
  readonly tracking: Tracking;
  /** What is to be said about the part of the capture that was looked at. */
  readonly selection: readonly Diagnostic[];
}

/** Reads a capture to its end and follows its connections. */
export async function follow(
  input: string | readonly string[],
  options: AnalyzeOptions,
  diagnostics: Diagnostics,
): Promise<Followed> {
  const addresses = new AddressTable();
  const tracker = new Tracker(addresses, diagnostics);
  const read = await readSegments(
    input,
    options,
    diagnostics,
    (segment) => {
      tracker.feed(segment);
    },
    addresses,
  );
  return { ...read, tracking: tracker.finish() };
}

/** Reads a capture to its end and hands on each of its TCP segments; the object is refilled for the next one. */
export async function readSegments(
  input: string | readonly string[],
  options: AnalyzeOptions,
  diagnostics: Diagnostics,
  onSegment: (segment: Segment) => void,
  addresses = new AddressTable(),
): Promise<Omit<Followed, 'tracking'>> {
  const selection = Selection.of(options, addresses);
  const reading = { ...options, diagnostics, onStart: (zeroNs: bigint): void => selection?.begin(zeroNs) };
  const path = typeof input === 'string' ? input : input.join(', ');
  const reader = typeof input === 'string' ? await openCapture(input, reading) : await openJoined(input, reading);
  const decoder = new Decoder(addresses, diagnostics);
  const summary = await reader.read((packet) => {
    const segment = decoder.decode(packet);
    if (segment !== null && (selection === null || selection.keeps(segment))) onSegment(segment);
  });
  const bus = busOf(summary.linkTypes);
  if (bus !== null) throw new WhyrstError('capture/no-network', { path, bus });
  decoder.finish();
  return { summary, counts: decoder.counts, selection: selection?.report() ?? [] };
}

/** What an analysis says of a capture. */
export function captureEntry({ summary, counts }: Followed, role: Vantage = 'unknown'): Analysis['captures'][number] {
  return {
    ...summary,
    role: role === 'unknown' ? 'only' : role,
    tcpSegments: counts.tcp,
    icmpErrors: counts.icmpErrors.count,
    icmpErrorFrame: counts.icmpErrors.firstFrame,
  };
}
