// A source of bytes joined with the reader of its records, found out from the first bytes.

import { basename } from 'node:path';
import type { CaptureSummary } from '../model/capture-summary.ts';
import { WhyrstError } from '../model/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteWindow } from './byte-window.ts';
import { InflateSource } from './inflate-source.ts';
import { PcapReader } from './pcap.ts';
import { isPcapMagic, readPcapHeader } from './pcap-header.ts';
import { PcapngReader, SECTION_HEADER, sectionHeaderFault } from './pcapng.ts';
import type { RecordReader } from './record-reader.ts';
import { SNOOP_MAGIC, SnoopReader, snoopHeaderFault } from './snoop.ts';
import type { Tally } from './tally.ts';
import { isPrinted, TextReader } from './text.ts';
import { unpackerFor } from './unpackers.ts';

/** Bytes needed to tell the formats apart: the section header of pcapng without options. */
const LEAST_HEAD = 28;
/** Bytes read at first. */
const HEAD = 4096;

type MakeReader = (window: ByteWindow, tally: Tally) => RecordReader;

/** An opened capture whose header has been understood; it is read once, window by window. */
export class RecordInput {
  readonly #path: string;
  readonly #source: ByteSource;
  readonly #window: ByteWindow;
  readonly #makeReader: MakeReader;
  #reader: RecordReader | null = null;
  #isSound = true;

  constructor(path: string, source: ByteSource, window: ByteWindow) {
    this.#path = path;
    this.#source = source;
    this.#window = window;
    this.#makeReader = readerFor(path, headOf(window));
  }

  /** Finds out what a source holds; throws when it holds no capture. */
  static async open(path: string, source: ByteSource): Promise<RecordInput> {
    try {
      const window = await windowOn(source);
      const unpacker = unpackerFor(magicOf(headOf(window)));
      if (unpacker === null) return new RecordInput(path, source, window);
      const unpacked = new InflateSource(source, unpacker, headOf(window).slice());
      return new RecordInput(path, unpacked, await windowOn(unpacked));
    } catch (error) {
      await source.abandon();
      throw error;
    }
  }

  /** Whether it holds the lines of a program instead of packets. */
  get isPrinted(): boolean {
    return isPrinted(headOf(this.#window)) && !isBinary(headOf(this.#window));
  }

  get bytesRead(): number {
    return this.#source.bytesRead;
  }

  get totalBytes(): number | null {
    return this.#source.totalBytes;
  }

  /** Delivers the packets of the next window to the tally; false when there are no more. They stay in place until the next call. */
  async advance(tally: Tally): Promise<boolean> {
    try {
      if (this.#reader === null) {
        this.#reader = this.#makeReader(this.#window, tally);
        this.#isSound = this.#reader.consume(this.#window, tally);
        return true;
      }
      if (!this.#isSound || !(await this.#window.more(this.#source))) return false;
      this.#isSound = this.#reader.consume(this.#window, tally);
      return true;
    } catch (error) {
      await this.#source.abandon();
      throw error;
    }
  }

  /** After the last packet: notes what is missing, and sums up. */
  async finish(tally: Tally): Promise<CaptureSummary> {
    this.#reader?.end(this.#isSound ? this.#window : null, tally);
    const source = this.#source;
    if (source instanceof InflateSource && source.damage !== null) {
      tally.complete = false;
      const facts = { reason: source.damage };
      tally.diagnostics.add('capture/damaged-compression', tally.frame, this.#window.position, facts);
    }
    const sha256 = await source.finish();
    const format = this.#reader?.format ?? 'pcap';
    return tally.summary({ name: basename(this.#path), format, bytes: source.bytesRead, sha256 });
  }

  abandon(): Promise<void> {
    return this.#source.abandon();
  }
}

/** A window that holds the header, and not much more, so that a compressed input can be handed on. */
async function windowOn(source: ByteSource): Promise<ByteWindow> {
  const window = new ByteWindow();
  while (window.end - window.start < LEAST_HEAD) {
    const read = await source.fill(window.bytes.subarray(window.end, window.start + HEAD));
    if (read === 0) break;
    window.end += read;
  }
  return window;
}

function headOf(window: ByteWindow): Uint8Array {
  return window.bytes.subarray(window.start, window.end);
}

/** The first four bytes as a number; 0 when there are fewer. */
export function magicOf(head: Uint8Array): number {
  return head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0);
}

/** Says how the records are read that the head of the input shows; throws when it shows nothing known. */
function readerFor(path: string, head: Uint8Array): MakeReader {
  if (head.length === 0) throw new WhyrstError('capture/empty', { path });
  const magic = magicOf(head);
  if (isPcapMagic(magic)) {
    const header = readPcapHeader(head, path);
    return (window, tally) => new PcapReader(header, window, tally);
  }
  if (magic === SECTION_HEADER) {
    demandNoFault(path, sectionHeaderFault(head));
    return (window, tally) => new PcapngReader(window, tally);
  }
  if (magic === SNOOP_MAGIC) {
    demandNoFault(path, snoopHeaderFault(head));
    return (window, tally) => new SnoopReader(window, tally);
  }
  if (isPrinted(head)) return (_window, tally) => new TextReader(path, tally);
  throw new WhyrstError('capture/unknown-format', { path, magic: Buffer.from(head.subarray(0, 4)).toString('hex') });
}

/** Whether there are bytes that no text has. */
function isBinary(head: Uint8Array): boolean {
  return head.includes(0);
}

function demandNoFault(path: string, reason: string | null): void {
  if (reason !== null) throw new WhyrstError('capture/bad-header', { path, offset: 0, reason });
}
