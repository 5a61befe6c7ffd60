declare module 'pcap-parser' {
  import type { EventEmitter } from 'node:events';

  /** The two lengths and the time stamp of a record. */
  export interface RecordHeader {
    timestampSeconds: number;
    /** Whatever the sub-second field holds. */
    timestampMicroseconds: number;
    capturedLength: number;
    originalLength: number;
  }

  /** Emits `packetHeader`, `packetData`, `packet`, `end` and `error` while it reads. */
  export interface Parser extends EventEmitter {
    /** Bytes that wait for the rest of their record. */
    buffer: Buffer | null;
    /** While true, incoming bytes are ignored. */
    errored?: boolean;
  }

  export function parse(input: string | NodeJS.ReadableStream): Parser;
}
