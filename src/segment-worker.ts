// The thread that reads, hashes and decodes a big capture while the main thread follows its connections.

import { parentPort, workerData } from 'node:worker_threads';
import { type Diagnostic, Diagnostics } from './model/diagnostic.ts';
import { type ErrorCode, WhyrstError } from './model/errors.ts';
import { type CaptureInput, decodeSegments, type SegmentsRead } from './segments.ts';
import { AddressTable } from './wire/address-table.ts';
import { SegmentWriter } from './wire/segment-relay.ts';
import { SegmentRing } from './wire/segment-ring.ts';

/** What the thread is given. */
export interface SegmentTask {
  readonly input: CaptureInput;
  readonly memory: SharedArrayBuffer;
}

/** What the thread answers at the end: classes do not survive the way, so an error is told by what it is made of. */
export type SegmentAnswer =
  | (SegmentsRead & { readonly diagnostics: readonly Diagnostic[] })
  | { readonly error: { readonly code: ErrorCode; readonly facts: WhyrstError['facts'] } };

const { input, memory } = workerData as SegmentTask;
const ring = new SegmentRing(memory);
try {
  parentPort?.postMessage(await answer());
} finally {
  ring.end();
}

async function answer(): Promise<SegmentAnswer> {
  const diagnostics = new Diagnostics();
  const addresses = new AddressTable();
  const writer = new SegmentWriter(ring, addresses);
  const onStart = ring.begin.bind(ring);
  const onProgress = ring.noteProgress.bind(ring);
  try {
    const read = await decodeSegments(input, { addresses, diagnostics, onStart, onProgress }, (segment) => {
      writer.write(segment);
    });
    ring.flush();
    return { ...read, diagnostics: diagnostics.list };
  } catch (error) {
    ring.flush();
    if (!(error instanceof WhyrstError)) throw error;
    const { code, facts } = error as WhyrstError;
    return { error: { code, facts } };
  }
}
