// The lines that tcpdump and tshark print, read as a poorer capture.

import { WhyrstError } from '../model/errors.ts';
import type { ByteWindow } from './byte-window.ts';
import type { RecordReader } from './record-reader.ts';
import { SequenceBases } from './sequence-bases.ts';
import type { Tally } from './tally.ts';
import { type PrintedIp, printedIp, tcpdumpSegment, tsharkSegment } from './text-line.ts';
import { packetOf } from './text-packet.ts';
import { isDated, timeOf } from './text-time.ts';

/** LINKTYPE_RAW: a packet that begins with its IP header. */
const RAW = 101;
/** No line of a packet is longer, in bytes; a longer one is taken for several. */
const LONGEST_LINE = 2048;
const NEWLINE = 0x0a;
const US_PER_DAY = 86_400e6;
/** A time of day this much earlier than the one before belongs to the next day; less is disorder. */
const MIDNIGHT = US_PER_DAY / 2;

/** Whether the first bytes of an input are a line of tcpdump or tshark, or lines of which one is, with a title in front. */
export function isPrinted(head: Uint8Array): boolean {
  const lines = Buffer.from(head).toString('utf8').split(/\r?\n/, 40);
  return lines.some((line) => (tcpdumpSegment(line) ?? tsharkSegment(line)) !== null);
}

/** Reads lines; a segment of which the addresses, ports, numbers and flags are printed becomes a packet. */
export class TextReader implements RecordReader {
  readonly format = 'text';
  readonly #bases = new SequenceBases();
  /** The IP header of `tcpdump -v` and the time, which stand on the line before the segment. */
  #ip: PrintedIp | null = null;
  #timeUs: number | null = null;
  #zeroUs = 0;
  #days = 0;
  #previousUs = Number.NEGATIVE_INFINITY;
  #passedOver = 0;
  readonly #path: string;

  constructor(path: string, tally: Tally) {
    this.#path = path;
    tally.timestampResolution = 1e-6;
    tally.packet.linkType = RAW;
  }

  consume(window: ByteWindow, tally: Tally): boolean {
    for (;;) {
      const { bytes, start, end } = window;
      const newline = bytes.subarray(start, Math.min(end, start + LONGEST_LINE)).indexOf(NEWLINE);
      if (newline < 0 && end - start < LONGEST_LINE) return true;
      const length = newline < 0 ? LONGEST_LINE : newline;
      this.#readLine(bytes.subarray(start, start + length), window.position, tally);
      window.start = start + length + (newline < 0 ? 0 : 1);
    }
  }

  end(window: ByteWindow | null, tally: Tally): void {
    if (window !== null && window.end > window.start) {
      this.#readLine(window.bytes.subarray(window.start, window.end), window.position, tally);
    }
    if (tally.zeroNs === null && this.#passedOver > 0)
      throw new WhyrstError('capture/unreadable-lines', { path: this.#path, lines: this.#passedOver });
    if (this.#bases.isGuessed) tally.headersMissing = true;
    tally.headersMissing ??= false;
    const missing = tally.headersMissing ? 'text/summary-lines' : 'text/verbose-lines';
    tally.diagnostics.add(missing, 0, -1, {});
    if (this.#passedOver > 0) tally.diagnostics.add('text/passed-over', 0, -1, { lines: this.#passedOver });
  }

  #readLine(bytes: Uint8Array, offset: number, tally: Tally): void {
    const line = Buffer.from(bytes.subarray(0, LONGEST_LINE)).toString('utf8').trimEnd();
    const isContinued = /^\s+\S/.test(line) && !/^\s*\d+ +\S/.test(line);
    if (!isContinued) {
      this.#ip = printedIp(line);
      this.#timeUs = timeOf(line);
    }
    const fromTcpdump = tcpdumpSegment(line);
    const segment = fromTcpdump ?? tsharkSegment(line);
    const packet = segment === null || this.#timeUs === null ? null : this.#packetOf(segment, fromTcpdump !== null);
    if (packet === null) {
      if (segment !== null || /Flags \[| TCP \d/.test(line)) this.#passedOver++;
      return;
    }
    if (this.#ip === null) tally.headersMissing = true;
    this.#deliver(packet.bytes, packet.wireLength, offset, isDated(line), tally);
  }

  #packetOf(segment: NonNullable<ReturnType<typeof tcpdumpSegment>>, isTcpdump: boolean): ReturnType<typeof packetOf> {
    const { seq, ack } = isTcpdump ? this.#bases.absolute(segment) : this.#bases.counted(segment);
    return packetOf(segment, this.#ip, seq, ack);
  }

  #deliver(bytes: Uint8Array, wireLength: number, offset: number, dated: boolean, tally: Tally): void {
    const printedUs = (this.#timeUs ?? 0) + this.#days * US_PER_DAY;
    const isNextDay = !dated && printedUs < this.#previousUs - MIDNIGHT;
    if (isNextDay) this.#days++;
    const timeUs = isNextDay ? printedUs + US_PER_DAY : printedUs;
    this.#previousUs = timeUs;
    if (tally.zeroNs === null) {
      this.#zeroUs = timeUs;
      tally.begin(BigInt(Math.round(timeUs)) * 1000n);
    }
    const packet = tally.packet;
    packet.timeUs = timeUs - this.#zeroUs;
    packet.view = new DataView(bytes.buffer);
    packet.start = 0;
    packet.capturedLength = bytes.length;
    packet.wireLength = wireLength;
    packet.offset = offset;
    tally.deliver();
  }
}
