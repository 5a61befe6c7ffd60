/** Joins the stages: segments (capture → wire, see segments.ts) → track → evidence → causes → verdict. */
import { sizeOf } from './capture/byte-source.ts';
import { causes } from './causes/index.ts';
import { gather } from './evidence/gather.ts';
import { Selection, type SelectionOptions } from './filter/selection.ts';
import type { CaptureSummary } from './model/capture-summary.ts';
import type { Tracking } from './model/connection.ts';
import { type Diagnostic, Diagnostics } from './model/diagnostic.ts';
import { WhyrstError } from './model/errors.ts';
import type { Segment } from './model/segment.ts';
import type { Analysis, Vantage } from './model/verdict.ts';
import { hideInput } from './redact/hide-input.ts';
import {
  type CaptureInput,
  decodeSegments,
  type OnSegment,
  type SegmentsOptions,
  type SegmentsRead,
} from './segments.ts';
import { decodeInThread } from './segments-in-thread.ts';
import { Tracker } from './track/tracker.ts';
import { judgeAll } from './verdict/verdicts.ts';
import { version } from './version.ts';
import { AddressTable } from './wire/address-table.ts';
import type { DecodedCounts } from './wire/decoder.ts';
import { busOf } from './wire/other-buses.ts';

export interface AnalyzeOptions extends SelectionOptions {
  /** Where the capture was taken; inferred for each connection when absent. */
  readonly vantage?: Vantage;
  /** What "-" stands for; standard input of the process unless given. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Captures that are in memory, by the name that stands for each; they are read in place of files. */
  readonly memory?: ReadonlyMap<string, Uint8Array>;
  /** Redacts every packet under this key before anything is read from it; names of files and the filter are hidden as well. */
  readonly redactionKey?: Uint8Array;
  /** Told after each block how far the reading has come; the total is null for a pipe. */
  readonly onProgress?: (bytesRead: number, totalBytes: number | null) => void;
}

/** Reads one capture (a path, "-", or the paths of several files that are one capture) and judges every RST in it. Throws WhyrstError when it cannot be read at all. */
export async function analyze(input: CaptureInput, options: AnalyzeOptions = {}): Promise<Analysis> {
  const diagnostics = new Diagnostics();
  const followed = await follow(input, options, diagnostics);
  const { summary, tracking, selection } = followed;
  const evidence = gather(tracking.events, { capture: summary, givenVantage: options.vantage ?? null });
  return {
    tool: { name: 'whyrst', version },
    captures: [captureEntry(followed, options.vantage === 'unknown' ? undefined : options.vantage)],
    ...judgeAll(causes, evidence, summary),
    clock: null,
    triage: null,
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
  input: CaptureInput,
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
  input: CaptureInput,
  options: AnalyzeOptions,
  diagnostics: Diagnostics,
  onSegment: (segment: Segment) => void,
  addresses = new AddressTable(),
): Promise<Omit<Followed, 'tracking'>> {
  const { redactionKey } = options;
  // A filter is written in the addresses of the owner, and asks the packet as it was.
  const original = redactionKey === undefined ? addresses : new AddressTable();
  const selection = Selection.of(options, original);
  const reading = {
    ...options,
    ...(redactionKey === undefined ? {} : { redaction: { key: redactionKey, addresses } }),
    addresses: original,
    diagnostics,
    onStart: (zeroNs: bigint): void => selection?.begin(zeroNs),
  };
  const { summary, counts } = await decode(input, reading, (segment, unredacted = segment) => {
    if (selection === null || selection.keeps(unredacted)) onSegment(segment);
  });
  const path = typeof input === 'string' ? input : input.join(', ');
  const bus = busOf(summary.linkTypes);
  if (bus !== null) throw new WhyrstError('capture/no-network', { path, bus });
  const told = { summary, selection: selection?.report() ?? [] };
  return { ...(redactionKey === undefined ? told : hideInput(told, diagnostics, redactionKey)), counts };
}

/** Files above this size (bytes) are read in a thread: below, starting the thread (about 40 ms) costs more than it saves. */
const THREAD_FROM = 64 * 1024 * 1024;

/** The same segments either way; a big capture is decoded beside the tracking. */
async function decode(input: CaptureInput, options: SegmentsOptions, onSegment: OnSegment): Promise<SegmentsRead> {
  const isFile = options.redaction === undefined && options.memory === undefined;
  const isBig = isFile && (await sizeOf(input)) >= THREAD_FROM;
  const read = isBig ? await decodeInThread(input, options, onSegment) : null;
  return read ?? (await decodeSegments(input, options, onSegment));
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
