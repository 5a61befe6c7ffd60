// Hot path: runs once per packet. No allocation.
// Classic captures (draft-ietf-opsawg-pcap): microseconds or nanoseconds, either byte order.

import type { ByteWindow } from './byte-window.ts';
import { PcapClock } from './pcap-clock.ts';
import { PCAP_HEADER_LENGTH, type PcapHeader } from './pcap-header.ts';
import { LONGEST_PACKET, type RecordReader } from './record-reader.ts';
import type { Tally } from './tally.ts';

/** Reads the records after the global header. */
export class PcapReader implements RecordReader {
  readonly format = 'pcap';
  readonly #header: PcapHeader;
  readonly #clock: PcapClock;

  constructor(header: PcapHeader, window: ByteWindow, tally: Tally) {
    this.#header = header;
    this.#clock = new PcapClock(header, tally);
    tally.packet.linkType = header.linkType;
    tally.packet.view = window.view;
    window.start += PCAP_HEADER_LENGTH;
  }

  consume(window: ByteWindow, tally: Tally): boolean {
    const { littleEndian, recordHeaderLength, longestRecord, lengthsSwapped } = this.#header;
    const capturedAt = lengthsSwapped ? 12 : 8;
    const wireAt = lengthsSwapped ? 8 : 12;
    const view = window.view;
    const packet = tally.packet;
    while (window.end - window.start >= recordHeaderLength) {
      const at = window.start;
      const captured = view.getUint32(at + capturedAt, littleEndian);
      if (captured > longestRecord) {
        tally.damaged(window.position, captured, longestRecord);
        return false;
      }
      // Of a longer packet only the front is kept: all headers lie there, and the window stays small.
      const kept = Math.min(captured, LONGEST_PACKET);
      const start = at + recordHeaderLength;
      if (window.end - start < kept) break;
      packet.offset = window.offset + at;
      packet.timeUs = this.#clock.timeUs(view.getUint32(at, littleEndian), view.getUint32(at + 4, littleEndian), tally);
      packet.start = start;
      packet.capturedLength = kept;
      packet.wireLength = view.getUint32(at + wireAt, littleEndian);
      window.start = start + captured;
      tally.deliver();
    }
    return true;
  }

  end(window: ByteWindow | null, tally: Tally): void {
    if (window === null) return;
    const rest = window.end - window.start;
    if (rest === 0) return;
    if (rest < 0) {
      tally.truncated(tally.frame, tally.packet.offset, -rest);
      return;
    }
    const { littleEndian, recordHeaderLength, lengthsSwapped } = this.#header;
    const needed =
      rest < recordHeaderLength
        ? recordHeaderLength
        : recordHeaderLength + window.view.getUint32(window.start + (lengthsSwapped ? 12 : 8), littleEndian);
    tally.truncated(tally.frame + 1, window.position, needed - rest);
  }
}
