// Writes a classic capture record by record, with one buffer of fixed size.

import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 4 * 1024 * 1024;
const RECORD_HEADER_LENGTH = 16;
/** The time of the first packet, in seconds since 1970. */
const START_SECONDS = 1_760_000_000;
const PAYLOAD_BYTES = 64 * 1024;

/** The file being written. */
export class RecordWriter {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  /** What every payload is a part of. */
  readonly #payload: Buffer;
  #used = 0;
  packets = 0;
  bytes = 0;

  constructor(path: string, payload: Buffer) {
    this.#fd = openSync(path, 'w');
    this.#payload = payload;
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0);
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(262_144, 16);
    header.writeUInt32LE(1, 20);
    header.copy(this.#buffer);
    this.#used = header.length;
  }

  /** Appends a packet: its headers, then so many bytes of payload. */
  write(timeUs: number, headers: Buffer, payloadLength: number): void {
    const length = headers.length + payloadLength;
    if (this.#used + RECORD_HEADER_LENGTH + length > BUFFER_BYTES) this.#flush();
    const buffer = this.#buffer;
    const at = this.#used;
    buffer.writeUInt32LE(START_SECONDS + Math.floor(timeUs / 1e6), at);
    buffer.writeUInt32LE(Math.floor(timeUs % 1e6), at + 4);
    buffer.writeUInt32LE(length, at + 8);
    buffer.writeUInt32LE(length, at + 12);
    headers.copy(buffer, at + RECORD_HEADER_LENGTH);
    const from = (this.packets * 61) % (PAYLOAD_BYTES - payloadLength);
    this.#payload.copy(buffer, at + RECORD_HEADER_LENGTH + headers.length, from, from + payloadLength);
    this.#used = at + RECORD_HEADER_LENGTH + length;
    this.packets++;
  }

  close(): void {
    this.#flush();
    closeSync(this.#fd);
  }

  #flush(): void {
    writeSync(this.#fd, this.#buffer, 0, this.#used);
    this.bytes += this.#used;
    this.#used = 0;
  }
}

/** Letters and digits in no order, for payloads. */
export function payloadBytes(word: () => number): Buffer {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789 ';
  return Buffer.from(Array.from({ length: PAYLOAD_BYTES }, () => letters.charCodeAt(word() % letters.length)));
}
