// A classic capture from a pipe, read by the pcap-parser package as it arrives.
// The package trusts every length, knows microseconds only and is silent about a record that is cut: those gaps are closed here.

import { createHash, type Hash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import pcapParser, { type RecordHeader } from 'pcap-parser';
import { PcapClock } from './pcap-clock.ts';
import { PCAP_HEADER_LENGTH, type PcapHeader, plainHeader } from './pcap-header.ts';
import type { Tally } from './tally.ts';

const RECORD_HEADER_LENGTH = 16;

/** Whether pcap-parser can read the records of this capture once the global header has been translated. */
export function isLiveReadable(header: PcapHeader): boolean {
  return header.recordHeaderLength === RECORD_HEADER_LENGTH && !header.lengthsSwapped;
}

/** Hashes the input as it passes, and replaces its global header by one that pcap-parser accepts. */
class HeaderTranslator extends Transform {
  readonly hash: Hash = createHash('sha256');
  readonly #header: Buffer;
  bytesRead = 0;

  constructor(header: PcapHeader) {
    super();
    this.#header = plainHeader(header);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    const left = this.#header.subarray(this.bytesRead, this.bytesRead + chunk.length);
    this.bytesRead += chunk.length;
    done(null, left.length === 0 ? chunk : Buffer.concat([left, chunk.subarray(left.length)]));
  }
}

/** What is known of the input after it was read. */
export interface LiveInput {
  readonly bytes: number;
  readonly sha256: string;
}

/** Delivers the packets of `stdin` until it ends, is closed, or claims a length that cannot be true. */
export function readLivePcap(
  stdin: NodeJS.ReadableStream,
  header: PcapHeader,
  tally: Tally,
  onProgress: (bytesRead: number) => void,
): Promise<LiveInput> {
  const translator = new HeaderTranslator(header);
  const parser = pcapParser.parse(translator);
  const records = new LiveRecords(header, tally);
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      stdin.unpipe(translator);
      stdin.pause();
      parser.off('end', finish);
      translator.destroy();
      if (parser.errored !== true) records.end(parser.buffer?.length ?? 0);
      resolve({ bytes: translator.bytesRead, sha256: translator.hash.digest('hex') });
    };
    parser.on('packetHeader', (record: RecordHeader) => {
      if (records.begin(record) || parser.errored === true) return;
      parser.errored = true;
      finish();
    });
    parser.on('packetData', (data: Buffer) => {
      if (parser.errored === true) return;
      try {
        records.deliver(data);
        onProgress(translator.bytesRead);
      } catch (error) {
        // Thrown on, it would end the process in the middle of a stream's event.
        parser.errored = true;
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    parser.once('end', finish);
    parser.once('error', reject);
    stdin.once('error', reject);
    // A closed terminal or an interrupted writer may close the pipe without ending it.
    stdin.once('close', () => void translator.end());
    stdin.pipe(translator);
  });
}

/** Turns the events of pcap-parser into packets. */
class LiveRecords {
  readonly #header: PcapHeader;
  readonly #tally: Tally;
  readonly #clock: PcapClock;
  #record: RecordHeader | null = null;
  #offset = PCAP_HEADER_LENGTH;

  constructor(header: PcapHeader, tally: Tally) {
    this.#header = header;
    this.#tally = tally;
    this.#clock = new PcapClock(header, tally);
    tally.packet.linkType = header.linkType;
  }

  /** Takes a record header; false when its length cannot be true. */
  begin(record: RecordHeader): boolean {
    const bound = this.#header.longestRecord;
    if (record.capturedLength > bound) {
      this.#tally.damaged(this.#offset, record.capturedLength, bound);
      return false;
    }
    this.#record = record;
    return true;
  }

  deliver(data: Buffer): void {
    const record = this.#record;
    if (record === null) return;
    const packet = this.#tally.packet;
    // Packets of one chunk share its memory, so that a view serves all of them.
    if (packet.view.buffer !== data.buffer) packet.view = new DataView(data.buffer);
    packet.start = data.byteOffset;
    packet.capturedLength = data.length;
    packet.wireLength = record.originalLength;
    packet.timeUs = this.#clock.timeUs(record.timestampSeconds, record.timestampMicroseconds, this.#tally);
    packet.offset = this.#offset;
    this.#offset += RECORD_HEADER_LENGTH + data.length;
    this.#record = null;
    this.#tally.deliver();
  }

  /** Notes a record that lacks its end: `rest` bytes of it were read. */
  end(rest: number): void {
    const record = this.#record;
    if (record === null && rest === 0) return;
    const missing = record === null ? RECORD_HEADER_LENGTH - rest : record.capturedLength - rest;
    this.#tally.truncated(this.#tally.frame + 1, this.#offset, missing);
  }
}
