// Opens a capture: finds out what it is from its first bytes and joins a source of bytes with a reader of records.

import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { CaptureSummary } from '../model/capture-summary.ts';
import type { Diagnostics } from '../model/diagnostic.ts';
import type { Packet } from '../model/packet.ts';
import { asCaptureError, type ByteSource, FileSource, openPath } from './byte-source.ts';
import { isLiveReadable, readLivePcap } from './live-pcap.ts';
import { isPcapMagic, PCAP_HEADER_LENGTH, type PcapHeader, readPcapHeader } from './pcap-header.ts';
import { magicOf, RecordInput } from './record-input.ts';
import { peek, StreamSource } from './stream-source.ts';
import { type OnStart, Tally } from './tally.ts';

/** How a capture is to be read. */
export interface CaptureOptions {
  readonly diagnostics: Diagnostics;
  /** What "-" stands for; standard input of the process unless given. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Captures that are in memory, by name. */
  readonly memory?: ReadonlyMap<string, Uint8Array>;
  /** Told after each block how far the reading has come, in bytes of the input; the total is null for a pipe. */
  readonly onProgress?: (bytesRead: number, totalBytes: number | null) => void;
  readonly onStart?: OnStart;
}

/** An opened capture whose header has been understood. */
export interface CaptureReader {
  /** Reads all packets once. The packet is one object that is refilled: it is valid only during the call. */
  read(onPacket: (packet: Packet) => void): Promise<CaptureSummary>;
}

/** Opens a file, or standard input for "-". Throws a WhyrstError when not even the header can be read. */
export async function openCapture(path: string, options: CaptureOptions): Promise<CaptureReader> {
  const input = await inputFor(path, options);
  const opening = input instanceof FileSource ? openSource(path, input, options) : openStream(path, input, options);
  const reader = await orCaptureError(path, opening);
  return { read: (onPacket) => orCaptureError(path, reader.read(onPacket)) };
}

function inputFor(path: string, { stdin, memory }: CaptureOptions): ReturnType<typeof openPath> {
  const held = memory?.get(path);
  if (held !== undefined) return Promise.resolve(Readable.from([Buffer.from(held)], { objectMode: false }));
  return path === '-' ? Promise.resolve(stdin ?? process.stdin) : openPath(path);
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
  const input = await RecordInput.open(path, source);
  return {
    read: async (onPacket) => {
      const tally = new Tally(options.diagnostics, onPacket, options.onStart);
      while (await input.advance(tally)) options.onProgress?.(input.bytesRead, input.totalBytes);
      return input.finish(tally);
    },
  };
}
