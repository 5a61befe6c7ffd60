/** The only writer of standard output and standard error. Data goes to the first, talk to the second. */
import { WhyrstError } from '../model/errors.ts';
import { batches } from './batches.ts';
import type { Environment } from './texts.ts';

type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Where the command line runs: `process`, or what a test gives. */
export interface Surroundings {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  /** Takes over the next Ctrl-C; it ends the process where nobody does. */
  readonly onInterrupt?: (stop: () => void) => void;
}

/** Columns of text when the terminal does not say, and the most that is pleasant to read. */
const DEFAULT_WIDTH = 80;
const MAX_WIDTH = 100;
/** Shortest time between two lines of progress, in milliseconds. */
const PROGRESS_EVERY = 100;
/** Back to the first column and erase the line (ECMA-48 §8.3.41). */
const ERASE_LINE = '\r\u001b[K';

export class Terminal {
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #env: Environment;
  #hasProgress = false;
  #progressAt = Number.NEGATIVE_INFINITY;
  /** Whoever read standard output has gone (as `head` does): nothing more is written. */
  #isClosed = false;

  constructor({ stdout, stderr, env }: Surroundings) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#env = env;
    // Failures reach the callbacks of write(); without a listener they would also end the process.
    for (const stream of [stdout, stderr]) stream.on('error', () => {});
  }

  /** Whether text on standard output may have colours: https://no-color.org and terminfo's "dumb". */
  get color(): boolean {
    const { NO_COLOR, TERM } = this.#env;
    return this.#stdout.isTTY === true && !NO_COLOR && TERM !== 'dumb';
  }

  /** Columns for text on standard output. */
  get width(): number {
    return Math.min(this.#stdout.columns ?? DEFAULT_WIDTH, MAX_WIDTH);
  }

  /** Writes data, piece by piece; stops early when nobody reads any more. */
  async print(pieces: Iterable<string>): Promise<void> {
    this.#clear();
    if (this.#isClosed) return;
    for (const batch of batches(pieces)) {
      this.#isClosed = !(await this.#write(batch));
      if (this.#isClosed) return;
    }
  }

  /** Says something to the person at the terminal. */
  async note(text: string): Promise<void> {
    this.#clear();
    await new Promise((resolve) => {
      this.#stderr.write(`${text}\n`, resolve);
    });
  }

  /** Shows how far the work has come, in one line that is overwritten; only on a terminal. */
  progress(text: () => string, now = performance.now()): void {
    if (this.#stderr.isTTY !== true || now - this.#progressAt < PROGRESS_EVERY) return;
    this.#progressAt = now;
    this.#hasProgress = true;
    this.#stderr.write(ERASE_LINE + text());
  }

  #clear(): void {
    if (this.#hasProgress) this.#stderr.write(ERASE_LINE);
    this.#hasProgress = false;
  }

  /** Whether somebody still reads. */
  async #write(text: string): Promise<boolean> {
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
      this.#stdout.write(text, resolve);
    });
    if (error === null || error === undefined) return true;
    if (error.code === 'EPIPE') return false;
    throw new WhyrstError('output/not-writable', { path: 'stdout', reason: error.code ?? error.message });
  }
}
