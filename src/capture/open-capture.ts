// Opens a capture: finds out what it is from its first bytes and joins a source of bytes with a reader of records.

import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { CaptureSummary } from '../model/capture-summary.ts';
import type { Diagnostics } from '../model/diagnostic.ts';
import { WhyrstError } from '../model/errors.ts';
import type { Packet } from '../model/packet.ts';
import { asCaptureError, type ByteSource, FileSource, openPath } from './byte-source.ts';
import { ByteWindow } from './byte-window.ts';
import { InflateSource } from './inflate-source.ts';
import { isLiveReadable, readLivePcap } from './live-pcap.ts';
import { PcapReader } from './pcap.ts';
import { isPcapMagic, PCAP_HEADER_LENGTH, type PcapHeader, readPcapHeader } from './pcap-header.ts';
import { PcapngReader, SECTION_HEADER, sectionHeaderFault } from './pcapng.ts';
import type { RecordReader } from './record-reader.ts';
import { SNOOP_MAGIC, SnoopReader, snoopHeaderFault } from './snoop.ts';
import { peek, StreamSource } from './stream-source.ts';
import { Tally } from './tally.ts';
import { unpackerFor } from './unpackers.ts';

/** Bytes needed to tell the formats apart: the section header of pcapng without options. */
const LEAST_HEAD = 28;
/** Bytes read at first. */
const HEAD = 4096;

/** How a capture is to be read. */
export interface CaptureOptions {
  readonly diagnostics: Diagnostics;
  /** What "-" stands for; standard input of the process unless given. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Told after each block how far the reading has come, in bytes of the input; the total is null for a pipe. */
  readonly onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  /** Told before the first packet what time 0 is, in nanoseconds since 1970. */
  readonly onStart?: (zeroNs: bigint) => void;
}

/** An opened capture whose header has been understood. */
export interface CaptureReader {
  /** Reads all packets once. The packet is one object that is refilled: it is valid only during the call. */
  read(onPacket: (packet: Packet) => void): Promise<CaptureSummary>;
}

/** Opens a file, or standard input for "-". Throws a WhyrstError when not even the header can be read. */
export async function openCapture(path: string, options: CaptureOptions): Promise<CaptureReader> {
  const input = path === '-' ? (options.stdin ?? process.stdin) : await openPath(path);
  const opening = input instanceof FileSource ? openSource(path, input, options) : openStream(path, input, options);
  const reader = await orCaptureError(path, opening);
  return { read: (onPacket) => orCaptureError(path, reader.read(onPacket)) };
}

async function orCaptureError<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw asCaptureError(error, path);
  }
}

/** A classic capture goes to pcap-parser; everything else is read by the readers for files. */
async function openStream(
  path: string,
  stream: NodeJS.ReadableStream,
  options: CaptureOptions,
): Promise<CaptureReader> {
  const head = await peek(stream, PCAP_HEADER_LENGTH);
  if (head.length >= PCAP_HEADER_LENGTH && isPcapMagic(magicOf(head))) {
    const header = readPcapHeader(head, path);
    if (isLiveReadable(header)) return liveReader(path, stream, header, options);
  }
  // A stream that has ended cannot take back what was looked at.
  const whole = head.length < PCAP_HEADER_LENGTH ? Readable.from([Buffer.from(head)], { objectMode: false }) : stream;
  return openSource(path, new StreamSource(whole), options);
}

function liveReader(
  path: string,
  stream: NodeJS.ReadableStream,
  header: PcapHeader,
  { diagnostics, onProgress, onStart }: CaptureOptions,
): CaptureReader {
  return {
    read: async (onPacket) => {
      const tally = new Tally(diagnostics, onPacket, onStart);
      const input = await readLivePcap(stream, header, tally, (bytes) => onProgress?.(bytes, null));
      return tally.summary({ name: basename(path), format: 'pcap', ...input });
    },
  };
}

async function openSource(path: string, source: ByteSource, options: CaptureOptions): Promise<CaptureReader> {
  try {
    const window = await windowOn(source);
    const unpacker = unpackerFor(magicOf(headOf(window)));
    if (unpacker === null) return recordReader(path, source, window, options);
    const unpacked = new InflateSource(source, unpacker, headOf(window).slice());
    return recordReader(path, unpacked, await windowOn(unpacked), options);
  } catch (error) {
    await source.abandon();
    throw error;
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

function magicOf(head: Uint8Array): number {
  return head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0);
}

type MakeReader = (window: ByteWindow, tally: Tally) => RecordReader;

/** Says how the records are made for what the head of the input shows; throws when it shows nothing known. */
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
  throw new WhyrstError('capture/unknown-format', { path, magic: Buffer.from(head.subarray(0, 4)).toString('hex') });
}

function demandNoFault(path: string, reason: string | null): void {
  if (reason !== null) throw new WhyrstError('capture/bad-header', { path, offset: 0, reason });
}

function recordReader(path: string, source: ByteSource, window: ByteWindow, options: CaptureOptions): CaptureReader {
  const makeReader = readerFor(path, headOf(window));
  return {
    read: async (onPacket) => {
      const tally = new Tally(options.diagnostics, onPacket, options.onStart);
      const reader = makeReader(window, tally);
      try {
        await readRecords(reader, source, window, tally, options);
      } catch (error) {
        await source.abandon();
        throw error;
      }
      const sha256 = await source.finish();
      return tally.summary({ name: basename(path), format: reader.format, bytes: source.bytesRead, sha256 });
    },
  };
}

async function readRecords(
  reader: RecordReader,
  source: ByteSource,
  window: ByteWindow,
  tally: Tally,
  options: CaptureOptions,
): Promise<void> {
  let isSound = reader.consume(window, tally);
  while (isSound && (await window.more(source))) {
    isSound = reader.consume(window, tally);
    options.onProgress?.(source.bytesRead, source.totalBytes);
  }
  reader.end(isSound ? window : null, tally);
  if (source instanceof InflateSource && source.damage !== null) {
    tally.complete = false;
    options.diagnostics.add('capture/damaged-compression', tally.frame, window.position, { reason: source.damage });
  }
}
