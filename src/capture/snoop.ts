// Hot path: runs once per packet. No allocation.
// Captures of Solaris snoop (RFC 1761): one link type, big-endian numbers, microseconds.

import type { ByteWindow } from './byte-window.ts';
import { PcapClock } from './pcap-clock.ts';
import { LONGEST_PACKET, type RecordReader } from './record-reader.ts';
import type { Tally } from './tally.ts';

/** "snoo", the front of the eight bytes "snoop\0\0\0". */
export const SNOOP_MAGIC = 0x736e6f6f;
const MAGIC_REST = 0x70000000;
/** Magic, version and link type. */
const HEADER_LENGTH = 16;
const VERSION = 2;
const RECORD_HEADER_LENGTH = 24;
/** Bytes of padding behind a packet beyond which a record length is damage: writers pad to at most this many. */
const MOST_PADDING = 64;
/** LINKTYPE_ values of the link types of snoop that may hold IP (RFC 1761 §4, RFC 3827): IEEE 802.3, Ethernet, IP over InfiniBand. */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [4, 1],
  [26, 242],
]);

/** Says what is wrong with the header that opens a file, or null when it can be read. */
export function snoopHeaderFault(head: Uint8Array): string | null {
  if (head.length < HEADER_LENGTH) return `${head.length} of ${HEADER_LENGTH} bytes`;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(4) !== MAGIC_REST) return 'magic';
  if (view.getUint32(8) !== VERSION) return `version ${view.getUint32(8)}`;
  return LINK_TYPES.has(view.getUint32(12)) ? null : `link type ${view.getUint32(12)}`;
}

/** Reads the records after the header. */
export class SnoopReader implements RecordReader {
  readonly format = 'snoop';
  readonly #clock: PcapClock;
  /** Packets that the capturing program says it lost so far. */
  #dropped = 0;

  constructor(window: ByteWindow, tally: Tally) {
    this.#clock = new PcapClock({ ticksPerMicrosecond: 1 }, tally);
    tally.packet.view = window.view;
    tally.packet.linkType = LINK_TYPES.get(window.view.getUint32(window.start + 12)) ?? -1;
    window.start += HEADER_LENGTH;
  }

  consume(window: ByteWindow, tally: Tally): boolean {
    const view = window.view;
    const packet = tally.packet;
    while (window.end - window.start >= RECORD_HEADER_LENGTH) {
      const at = window.start;
      const captured = view.getUint32(at + 4);
      const length = view.getUint32(at + 8);
      if (captured > LONGEST_PACKET) {
        tally.damaged(window.position, captured, LONGEST_PACKET);
        return false;
      }
      const least = RECORD_HEADER_LENGTH + captured;
      if (length < least || length > least + MOST_PADDING) {
        tally.damaged(window.position, length, least);
        return false;
      }
      if (window.end - at < length) break;
      packet.offset = window.offset + at;
      packet.timeUs = this.#clock.timeUs(view.getUint32(at + 16), view.getUint32(at + 20), tally);
      packet.start = at + RECORD_HEADER_LENGTH;
      packet.capturedLength = captured;
      packet.wireLength = view.getUint32(at);
      this.#dropped = view.getUint32(at + 12);
      window.start = at + length;
      tally.deliver();
    }
    return true;
  }

  end(window: ByteWindow | null, tally: Tally): void {
    tally.dropped = this.#dropped;
    if (this.#dropped > 0) tally.diagnostics.add('capture/dropped', 0, -1, { dropped: this.#dropped });
    if (window === null) return;
    const rest = window.end - window.start;
    if (rest === 0) return;
    const needed = rest < RECORD_HEADER_LENGTH ? RECORD_HEADER_LENGTH : window.view.getUint32(window.start + 8);
    tally.truncated(tally.frame + 1, window.position, needed - rest);
  }
}
