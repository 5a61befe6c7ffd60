// Hot path: runs once per packet. No allocation per packet.
// Several files of one capture, read as one in the order of time, like the output of mergecap. Of packets of one time, that of the file named first comes first.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { CapturePart, CaptureSummary } from '../model/capture-summary.ts';
import { Diagnostics } from '../model/diagnostic.ts';
import { WhyrstError } from '../model/errors.ts';
import type { Packet } from '../model/packet.ts';
import { asCaptureError } from './byte-source.ts';
import { FrameRuns } from './frame-runs.ts';
import { beginningOf, JoinedPart, openPart } from './joined-part.ts';
import type { CaptureOptions, CaptureReader } from './open-capture.ts';
import { Tally } from './tally.ts';

/** A file that waits for its turn. */
interface Waiting {
  readonly path: string;
  readonly order: number;
  readonly beginsNs: bigint | null;
}

/** Opens several files as one capture. Throws when none of them can be read; one that cannot is left out with a diagnostic. */
export async function openJoined(paths: readonly string[], options: CaptureOptions): Promise<CaptureReader> {
  const waiting: Waiting[] = [];
  const failures: unknown[] = [];
  for (const [order, path] of paths.entries()) {
    try {
      waiting.push({ path, order, beginsNs: await beginningOf(path) });
    } catch (error) {
      const failure = asCaptureError(error, path);
      const code = failure instanceof WhyrstError ? (failure as WhyrstError).code : null;
      if (code === null || code === 'capture/not-a-file') throw failure;
      failures.push(failure);
      options.diagnostics.add('join/unreadable', 0, -1, { file: basename(path), reason: code });
    }
  }
  if (waiting.length === 0) throw failures[0];
  const isWhole = failures.length === 0;
  return { read: (onPacket) => new Joining(waiting, options, onPacket).read(isWhole) };
}

class Joining {
  /** Files not yet opened, the next one last: a ring of a hundred files must not take a hundred windows. */
  readonly #waiting: Waiting[];
  readonly #parts: JoinedPart[] = [];
  readonly #done: { readonly order: number; readonly summary: CaptureSummary }[] = [];
  readonly #options: CaptureOptions;
  readonly #tally: Tally;
  readonly #runs: FrameRuns;
  readonly #zeroNs: bigint;
  #bytesDone = 0;

  constructor(waiting: readonly Waiting[], options: CaptureOptions, onPacket: (packet: Packet) => void) {
    this.#waiting = [...waiting].sort((a, b) => compare(b.beginsNs ?? -1n, a.beginsNs ?? -1n) || b.order - a.order);
    this.#options = options;
    // What is odd in a file is said of that file.
    this.#tally = new Tally(new Diagnostics(), onPacket, options.onStart);
    this.#runs = new FrameRuns(Math.max(...waiting.map(({ order }) => order)) + 1);
    this.#zeroNs = this.#waiting.findLast(({ beginsNs }) => beginsNs !== null)?.beginsNs ?? 0n;
  }

  async read(isWhole: boolean): Promise<CaptureSummary> {
    try {
      for (;;) {
        while (this.#isDue()) await this.#openNext();
        const part = this.#earliest();
        if (part === undefined) break;
        this.#deliverFrom(part);
        if (Number.isNaN(part.timeUs) && !(await part.readOn())) await this.#close(part);
        this.#options.onProgress?.(this.#bytesRead(), null);
      }
    } catch (error) {
      for (const part of this.#parts) await part.abandon();
      throw error;
    }
    return this.#summary(isWhole);
  }

  /** Whether the next file begins before anything that is at hand. */
  #isDue(): boolean {
    const next = this.#waiting.at(-1);
    if (next === undefined) return false;
    const earliest = this.#earliest();
    return earliest === undefined || this.#beginning(next) <= earliest.timeUs;
  }

  #beginning({ beginsNs }: Waiting): number {
    return beginsNs === null ? Number.NEGATIVE_INFINITY : Number(beginsNs - this.#zeroNs) / 1000;
  }

  async #openNext(): Promise<void> {
    const next = this.#waiting.pop();
    if (next === undefined) return;
    const part = new JoinedPart(next.order, basename(next.path), await openPart(next.path), this.#zeroNs);
    this.#parts.push(part);
    if (!(await part.readOn())) await this.#close(part);
  }

  #earliest(): JoinedPart | undefined {
    let best: JoinedPart | undefined;
    for (const part of this.#parts) if (best === undefined || isBefore(part, best)) best = part;
    return best;
  }

  /** Delivers packets of a file until another one is earlier, or more must be read; its time is then not a number. */
  #deliverFrom(part: JoinedPart): void {
    const { packet } = this.#tally;
    const next = this.#waiting.at(-1);
    const untilUs = next === undefined ? Number.POSITIVE_INFINITY : this.#beginning(next);
    if (this.#tally.zeroNs === null) this.#tally.begin(this.#zeroNs);
    do {
      part.get(packet);
      // Offsets count in the file, and frames in all of them: together they would mislead.
      packet.offset = -1;
      this.#tally.deliver();
      this.#runs.add(packet.frame, part.order, part.ownFrame);
      if (!part.next()) {
        part.timeUs = Number.NaN;
        return;
      }
    } while (part.timeUs < untilUs && (this.#parts.length === 1 || this.#earliest() === part));
  }

  async #close(part: JoinedPart): Promise<void> {
    const summary = await part.finish();
    this.#bytesDone += summary.bytes;
    this.#parts.splice(this.#parts.indexOf(part), 1);
    this.#done.push({ order: part.order, summary });
    this.#options.diagnostics.append(part.diagnostics);
  }

  #bytesRead(): number {
    return this.#parts.reduce((sum, { bytesRead }) => sum + bytesRead, this.#bytesDone);
  }

  #summary(isWhole: boolean): CaptureSummary {
    const done = this.#done.sort((a, b) => compare(a.summary.startNs ?? -1n, b.summary.startNs ?? -1n));
    const parts = done.map(({ order, summary }): CapturePart => {
      const { name, sha256, bytes, packets } = summary;
      return { name, sha256, bytes, packets, runs: this.#runs.of(order) };
    });
    const summaries = done.map(({ summary }) => summary);
    const dropped = summaries.flatMap((summary) => (summary.dropped === null ? [] : [summary.dropped]));
    const [first, last] = [parts[0]?.name ?? '', parts.at(-1)?.name ?? ''];
    this.#options.diagnostics.add('join/files', 0, -1, { files: parts.length });
    this.#tally.complete = isWhole && summaries.every(({ complete }) => complete);
    this.#tally.timestampResolution = Math.max(...summaries.map(({ timestampResolution }) => timestampResolution));
    this.#tally.dropped = dropped.length === 0 ? null : dropped.reduce((sum, count) => sum + count, 0);
    this.#tally.isExcerpt = summaries.some(({ isExcerpt }) => isExcerpt === true);
    const hash = createHash('sha256').update(parts.map(({ sha256 }) => `${sha256}\n`).join(''));
    return {
      ...this.#tally.summary({
        name: parts.length < 2 ? first : `${first} … ${last}`,
        format: summaries[0]?.format ?? 'pcap',
        bytes: this.#bytesDone,
        sha256: hash.digest('hex'),
      }),
      parts,
    };
  }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isBefore(a: JoinedPart, b: JoinedPart): boolean {
  return a.timeUs === b.timeUs ? a.order < b.order : a.timeUs < b.timeUs;
}
