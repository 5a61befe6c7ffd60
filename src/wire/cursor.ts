// Hot path: runs once per packet. No allocation.

import { emptySegment } from '../model/empty-segment.ts';
import type { Packet } from '../model/packet.ts';
import type { Segment } from '../model/segment.ts';
import type { AddressTable } from './address-table.ts';
import { CUT, MALFORMED } from './layers.ts';
import { WordTable } from './word-table.ts';

/** Where the reading of a packet stands. One object, moved from header to header. */
export class Cursor {
  readonly addresses: AddressTable;
  /** The tunnels met so far. */
  readonly spaces = new WordTable();
  readonly segment: Segment = emptySegment();
  view: DataView = this.segment.view;
  /** The header to be read next. */
  offset = 0;
  /** End of the captured bytes of the current layer. */
  end = 0;
  /** End of the current layer on the wire: beyond `end` when the capture had a snap length. */
  wireEnd = 0;
  /** Offset and version of the IP header whose payload is being read. */
  ipOffset = 0;
  /** The name of the header that could not be read. */
  failed = '';

  constructor(addresses: AddressTable) {
    this.addresses = addresses;
  }

  /** Goes to the first byte of a packet. */
  begin(packet: Packet): void {
    const segment = this.segment;
    this.view = packet.view;
    this.offset = packet.start;
    this.end = packet.start + packet.capturedLength;
    // Some writers give a length on the wire below what they captured.
    this.wireEnd = packet.start + Math.max(packet.wireLength, packet.capturedLength);
    segment.frame = packet.frame;
    segment.timeUs = packet.timeUs;
    segment.interfaceId = packet.interfaceId;
    segment.device = 0;
    segment.space = 0;
    segment.vlan = -1;
    segment.sourceMac = -1;
    segment.source = -1;
  }

  /** Whether that many bytes of the current layer were captured. */
  has(length: number): boolean {
    return this.offset + length <= this.end;
  }

  cut(layer: string): number {
    this.failed = layer;
    return CUT;
  }

  malformed(layer: string): number {
    this.failed = layer;
    return MALFORMED;
  }

  /** Keeps the MAC address of the outermost frame: that is the box that put the packet on this wire. */
  noteMac(at: number): void {
    if (this.segment.sourceMac !== -1) return;
    this.segment.sourceMac = this.view.getUint16(at) * 0x1_0000_0000 + this.view.getUint32(at + 2);
  }
}
