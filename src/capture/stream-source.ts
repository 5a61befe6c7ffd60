// Standard input and other pipes, read as the bytes arrive.

import type { ByteSource } from './byte-source.ts';
import { Digest } from './digest.ts';

/** A stream that is read chunk by chunk; a chunk that does not fit is kept for the next call. */
export class StreamSource implements ByteSource {
  readonly #stream: NodeJS.ReadableStream;
  readonly #digest = new Digest();
  readonly totalBytes = null;
  #rest: Uint8Array = new Uint8Array(0);
  #failure: Error | null = null;
  bytesRead = 0;

  constructor(stream: NodeJS.ReadableStream) {
    this.#stream = stream;
    // A stream may fail between two reads, when nobody waits.
    stream.on('error', (error: Error) => {
      this.#failure = error;
    });
  }

  async fill(target: Uint8Array): Promise<number> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#rest.length === 0) {
      const chunk = await nextChunk(this.#stream);
      if (chunk === null) return 0;
      this.#rest = chunk;
    }
    const taken = this.#rest.subarray(0, target.length);
    target.set(taken);
    this.#rest = this.#rest.subarray(taken.length);
    this.bytesRead += taken.length;
    this.#digest.update(taken);
    return taken.length;
  }

  finish(): Promise<string> {
    this.#stream.pause();
    return Promise.resolve(this.#digest.finish());
  }

  abandon(): Promise<void> {
    this.#stream.pause();
    return Promise.resolve();
  }
}

/** Reads at least `least` bytes and puts them back, so that they can be looked at before it is decided who reads them. */
export async function peek(stream: NodeJS.ReadableStream, least: number): Promise<Uint8Array> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < least) {
    const chunk = stream.read() as Buffer | null;
    if (chunk !== null) head = Buffer.concat([head, chunk]);
    else if (stream.readable) await somethingHappens(stream);
    else return head;
  }
  // In the same turn as the last read: a stream that has given everything may end in the next one.
  stream.unshift(head);
  return head;
}

/** The next bytes of a stream, or null after its end; a stream that was closed early has simply ended. */
async function nextChunk(stream: NodeJS.ReadableStream): Promise<Buffer | null> {
  for (;;) {
    const chunk = stream.read() as Buffer | null;
    if (chunk !== null) return chunk;
    if (!stream.readable) return null;
    await somethingHappens(stream);
  }
}

function somethingHappens(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => {
      for (const event of ['readable', 'end', 'close']) stream.off(event, onEvent);
      stream.off('error', settle);
      if (error instanceof Error) reject(error);
      else resolve();
    };
    const onEvent = (): void => {
      settle();
    };
    for (const event of ['readable', 'end', 'close']) stream.once(event, onEvent);
    stream.once('error', settle);
  });
}
