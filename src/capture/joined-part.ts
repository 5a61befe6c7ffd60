// One file of several that are read as one capture.

import type { CaptureSummary } from '../model/capture-summary.ts';
import { Diagnostics } from '../model/diagnostic.ts';
import { WhyrstError } from '../model/errors.ts';
import type { Packet } from '../model/packet.ts';
import { FileSource, openPath } from './byte-source.ts';
import { PacketBatch } from './packet-batch.ts';
import { RecordInput } from './record-input.ts';
import { Tally } from './tally.ts';

/** Opens a file for joining. Only files can be joined: each is opened twice, to learn its first time and to be read in its turn. */
export async function openPart(path: string): Promise<RecordInput> {
  const source = path === '-' ? null : await openPath(path);
  if (!(source instanceof FileSource)) throw new WhyrstError('capture/not-a-file', { path });
  const input = await RecordInput.open(path, source);
  // Printed lines have no bytes that stay in place.
  if (!input.isPrinted) return input;
  await input.abandon();
  throw new WhyrstError('capture/not-a-file', { path });
}

/** Nanoseconds since 1970 of the first packet in a file, or null when it holds none. */
export async function beginningOf(path: string): Promise<bigint | null> {
  const input = await openPart(path);
  const tally = new Tally(new Diagnostics(), () => undefined);
  while (tally.zeroNs === null && (await input.advance(tally)));
  await input.abandon();
  return tally.zeroNs;
}

/** A file being read, packet by packet. */
export class JoinedPart {
  /** Its place among the files as they were given: of packets of the same time, that of the first file comes first. */
  readonly order: number;
  readonly diagnostics: Diagnostics;
  readonly #input: RecordInput;
  readonly #batch = new PacketBatch();
  readonly #tally: Tally;
  readonly #zeroNs: bigint;
  #index = -1;
  #offsetUs: number | null = null;
  /** Microseconds since time 0 of the joined capture. */
  timeUs = Number.NaN;

  constructor(order: number, name: string, input: RecordInput, zeroNs: bigint) {
    this.order = order;
    this.#input = input;
    this.#zeroNs = zeroNs;
    this.diagnostics = new Diagnostics(0, name);
    this.#tally = new Tally(this.diagnostics, (packet) => {
      this.#batch.add(packet);
    });
  }

  get bytesRead(): number {
    return this.#input.bytesRead;
  }

  /** Goes to the next packet that is at hand; false when more must be read first. */
  next(): boolean {
    if (++this.#index >= this.#batch.length) return false;
    this.timeUs = this.#batch.timeUs(this.#index) + (this.#offsetUs ?? 0);
    return true;
  }

  /** Reads on and goes to the next packet; false at the end of the file. */
  async readOn(): Promise<boolean> {
    do {
      this.#batch.clear();
      this.#index = -1;
      if (!(await this.#input.advance(this.#tally))) return false;
    } while (this.#batch.length === 0);
    this.#offsetUs ??= Number((this.#tally.zeroNs ?? this.#zeroNs) - this.#zeroNs) / 1000;
    return this.next();
  }

  /** The number of the packet at hand in its own file. */
  get ownFrame(): number {
    return this.#batch.frame(this.#index);
  }

  /** Fills in the packet at hand. */
  get(packet: Packet): void {
    this.#batch.get(this.#index, packet);
    packet.timeUs = this.timeUs;
  }

  finish(): Promise<CaptureSummary> {
    return this.#input.finish(this.#tally);
  }

  abandon(): Promise<void> {
    return this.#input.abandon();
  }
}
