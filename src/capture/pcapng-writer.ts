// Writes a pcapng capture (draft-ietf-opsawg-pcapng): one section, little-endian, interfaces as they are met.

import type { CaptureSummary } from '../model/capture-summary.ts';
import type { Packet } from '../model/packet.ts';
import { nanosecondsOf } from '../model/time.ts';

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE = 1;
const STATISTICS = 5;
const PACKET = 6;
const BYTE_ORDER = 0x1a2b3c4d;
/** The length of the section is not given. */
const UNKNOWN = 0xffff_ffff_ffff_ffffn;
const OPTION = { end: 0, comment: 1, application: 4, resolution: 9, received: 4, dropped: 5 };
/** Finest clock that is written: nanoseconds. */
const MOST_DIGITS = 9;
const USUAL_RESOLUTION = 1e-6;
/** Bytes that are joined before they are handed on. */
const BATCH = 65_536;

/** What the capture says of itself. */
export interface PcapngNote {
  readonly application: string;
  readonly comment: string;
}

/** Turns packets into blocks and hands them on in larger pieces. */
export class PcapngWriter {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #interfaces = new Map<string, number>();
  #pending: Uint8Array[] = [];
  #pendingLength = 0;
  #zeroNs = 0n;
  #digits = 6;
  /** Packets written so far, so the number of the last one in the file. */
  frames = 0;

  constructor(write: (bytes: Uint8Array) => void, { application, comment }: PcapngNote) {
    this.#write = write;
    const body = Buffer.alloc(16);
    body.writeUInt32LE(BYTE_ORDER, 0);
    body.writeUInt16LE(1, 4);
    body.writeBigUInt64LE(UNKNOWN, 8);
    this.#block(SECTION_HEADER, [
      body,
      option(OPTION.comment, comment),
      option(OPTION.application, application),
      option(OPTION.end, ''),
    ]);
  }

  /** Sets the clock before the first packet: nanoseconds since 1970 of time 0, and seconds per tick. */
  begin(zeroNs: bigint, timestampResolution: number): void {
    this.#zeroNs = zeroNs;
    const resolution = timestampResolution > 0 ? timestampResolution : USUAL_RESOLUTION;
    this.#digits = Math.min(MOST_DIGITS, Math.max(0, Math.ceil(-Math.log10(resolution) - 1e-9)));
  }

  /** Writes a packet, with a comment unless that is empty. */
  packet(packet: Packet, comment = ''): void {
    const { view, start, capturedLength, wireLength } = packet;
    const ns = this.#zeroNs + nanosecondsOf(packet.timeUs);
    const ticks = BigInt.asUintN(64, ns / 10n ** BigInt(MOST_DIGITS - this.#digits));
    const head = Buffer.alloc(20);
    head.writeUInt32LE(this.#interfaceOf(packet), 0);
    head.writeUInt32LE(Number(ticks >> 32n), 4);
    head.writeUInt32LE(Number(ticks & 0xffff_ffffn), 8);
    head.writeUInt32LE(capturedLength, 12);
    head.writeUInt32LE(wireLength, 16);
    const bytes = padded(Buffer.from(view.buffer, view.byteOffset + start, capturedLength));
    const options = comment === '' ? [] : [option(OPTION.comment, comment), option(OPTION.end, '')];
    this.frames++;
    this.#block(PACKET, [head, bytes, ...options]);
  }

  /** Writes what the interfaces counted, and what is still held back. */
  finish({ dropped, packets }: Pick<CaptureSummary, 'dropped' | 'packets'>): void {
    if (dropped !== null && this.#interfaces.size > 0) {
      const counts = [option(OPTION.received, count(packets)), option(OPTION.dropped, count(dropped))];
      this.#block(STATISTICS, [Buffer.alloc(12), ...counts, option(OPTION.end, '')]);
    }
    this.#flush();
  }

  #interfaceOf({ interfaceId, linkType }: Packet): number {
    const name = `${interfaceId} ${linkType}`;
    const known = this.#interfaces.get(name);
    if (known !== undefined) return known;
    const body = Buffer.alloc(8);
    body.writeUInt16LE(linkType, 0);
    this.#block(INTERFACE, [body, option(OPTION.resolution, Uint8Array.of(this.#digits)), option(OPTION.end, '')]);
    this.#interfaces.set(name, this.#interfaces.size);
    return this.#interfaces.size - 1;
  }

  #block(type: number, parts: readonly Uint8Array[]): void {
    const length = 12 + parts.reduce((sum, part) => sum + part.length, 0);
    const head = Buffer.alloc(8);
    head.writeUInt32LE(type, 0);
    head.writeUInt32LE(length, 4);
    this.#pending.push(head, ...parts, head.subarray(4));
    this.#pendingLength += length;
    if (this.#pendingLength >= BATCH) this.#flush();
  }

  #flush(): void {
    this.#write(Buffer.concat(this.#pending));
    this.#pending = [];
    this.#pendingLength = 0;
  }
}

function option(code: number, value: string | Uint8Array): Uint8Array {
  const bytes = Buffer.from(value);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code, 0);
  head.writeUInt16LE(bytes.length, 2);
  return Buffer.concat([head, padded(bytes)]);
}

/** A copy with zeros up to a multiple of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  const result = Buffer.alloc((bytes.length + 3) & ~3);
  result.set(bytes);
  return result;
}

function count(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
