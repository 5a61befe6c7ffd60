/** Segments of a big capture, read and decoded by a thread of its own. */
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { WhyrstError } from './model/errors.ts';
import type { Segment } from './model/segment.ts';
import type { SegmentAnswer, SegmentTask } from './segment-worker.ts';
import type { CaptureInput, SegmentsOptions, SegmentsRead } from './segments.ts';
import { SegmentReader } from './wire/segment-relay.ts';
import { SegmentRing } from './wire/segment-ring.ts';

/** The module of the thread: a .js file once it is built, and a .ts file, which not every Node.js can run, before. */
const WORKER = new URL(`./segment-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** The thread keeps next to nothing: a small heap for new objects is all it needs, megabytes. */
const DECODING_NEEDS = { maxYoungGenerationSizeMb: 1 };

/**
 * As `decodeSegments`, with the reading, the hash and the decoding in a thread beside the calling one. Gives null, and has told
 * nobody of any segment, when the thread cannot run.
 */
export async function decodeInThread(
  input: CaptureInput,
  options: SegmentsOptions,
  onSegment: (segment: Segment) => void,
  module = WORKER,
): Promise<SegmentsRead | null> {
  const ring = new SegmentRing();
  const task: SegmentTask = { input, memory: ring.memory };
  const worker = new Worker(module, { workerData: task, resourceLimits: DECODING_NEEDS });
  const answer = answerOf(worker, ring);
  try {
    await readBlocks(ring, options, onSegment);
    return take(await answer, options);
  } catch (error) {
    if (error instanceof WhyrstError || ring.zeroNs !== null) throw error;
    return null;
  } finally {
    await worker.terminate();
  }
}

async function readBlocks(
  ring: SegmentRing,
  { addresses, onStart, onProgress }: SegmentsOptions,
  onSegment: (segment: Segment) => void,
): Promise<void> {
  const reader = new SegmentReader(ring, addresses);
  let hasStarted = false;
  for (;;) {
    const isMore = await ring.next();
    if (!hasStarted && ring.zeroNs !== null) {
      hasStarted = true;
      onStart?.(ring.zeroNs);
    }
    if (!isMore) return;
    reader.readBlock(onSegment);
    ring.release();
    onProgress?.(ring.progress.bytesRead, ring.progress.totalBytes);
    // Whoever waits for something else, such as a signal, gets a turn.
    await setImmediate();
  }
}

/** The answer of the thread; whichever way it ends, nobody waits for more segments. */
function answerOf(worker: Worker, ring: SegmentRing): Promise<SegmentAnswer> {
  const answer = new Promise<SegmentAnswer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      ring.end();
      reject(new Error('the decoding thread ended without an answer'));
    });
  });
  // Whoever waits is told of a failure; until somebody does, it is not an error of the process.
  answer.catch(() => undefined);
  return answer;
}

function take(answer: SegmentAnswer, { diagnostics }: SegmentsOptions): SegmentsRead {
  if ('error' in answer) throw new WhyrstError(answer.error.code, answer.error.facts);
  diagnostics.append({ list: answer.diagnostics });
  return { summary: answer.summary, counts: answer.counts };
}
