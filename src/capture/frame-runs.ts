// Hot path where captures are joined: runs once per packet.
// Which frames of a joined capture are which frames of its files.

import type { FrameRun } from '../model/capture-summary.ts';

/** Runs kept in all: files that overlap change by turns, and their memory must not grow with packets. */
const MOST_RUNS = 100_000;

/** Notes for each file, run by run, which frames are its own. */
export class FrameRuns {
  readonly #runs: { first: number; own: number; count: number }[][];
  #kept = 0;
  #last = -1;

  constructor(files: number) {
    this.#runs = Array.from({ length: files }, () => []);
  }

  /** Notes that a frame of the joined capture is frame `own` of a file. */
  add(frame: number, file: number, own: number): void {
    const run = this.#runs[file]?.at(-1);
    if (this.#last === file && run !== undefined && own - run.own === run.count && frame - run.first === run.count) {
      run.count++;
      return;
    }
    if (this.#kept >= MOST_RUNS) return;
    this.#kept++;
    this.#last = file;
    this.#runs[file]?.push({ first: frame, own, count: 1 });
  }

  /** The runs of a file, in order. */
  of(file: number): readonly FrameRun[] {
    return this.#runs[file] ?? [];
  }
}
