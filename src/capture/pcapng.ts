// Hot path: runs once per packet. No allocation.
// pcapng captures (draft-ietf-opsawg-pcapng): sections, interfaces, packet blocks. Other blocks are passed over.

import type { ByteWindow } from './byte-window.ts';
import { readExcerptMark } from './excerpt-mark.ts';
import { eachOption, PcapngInterface } from './pcapng-interface.ts';
import { InterfaceStatistics } from './pcapng-statistics.ts';
import { LONGEST_PACKET, type RecordReader } from './record-reader.ts';
import type { Tally } from './tally.ts';

/** Type of the block that opens a section: the same in either byte order. */
export const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const PACKET_OBSOLETE = 2;
const SIMPLE_PACKET = 3;
const INTERFACE_STATISTICS = 5;
const ENHANCED_PACKET = 6;
/** Blocks that hold no packet and that Wireshark numbers all the same: journal entries, system calls, custom blocks. */
const NUMBERED_BLOCKS: readonly number[] = [0x9, 0x204, 0x216, 0x221, 0xbad, 0x40000bad];
/** Seconds per tick where no interface says otherwise. */
const DEFAULT_RESOLUTION = 1e-6;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
const BYTE_ORDER_MAGIC_SWAPPED = 0x4d3c2b1a;
/** Block type, total length and the total length again. */
const SHORTEST_BLOCK = 12;
/** The section header without options. */
const SECTION_HEADER_LENGTH = 28;
/** Where its options begin. */
const SECTION_OPTIONS = 24;
const SHB_USERAPPL = 4;
/** Longest block that Wireshark accepts (pcapng.c, MAX_BLOCK_SIZE), in bytes. */
const LONGEST_BLOCK = 16 * 1024 * 1024;
/** Bytes of a packet block before the packet: obsolete and enhanced blocks alike. */
const PACKET_HEADER_LENGTH = 28;

/** Reads the blocks of all sections. */
export class PcapngReader implements RecordReader {
  readonly format = 'pcapng';
  readonly #statistics = new InterfaceStatistics();
  #littleEndian = true;
  /** The interfaces of this section, and how many the sections before it had. */
  #interfaces: PcapngInterface[] = [];
  #earlierInterfaces = 0;
  #lastTimeUs = 0;

  constructor(window: ByteWindow, tally: Tally) {
    tally.packet.view = window.view;
  }

  consume(window: ByteWindow, tally: Tally): boolean {
    while (window.end - window.start >= SHORTEST_BLOCK) {
      const at = window.start;
      const length = this.#blockLength(window, tally);
      if (length < 0) return false;
      // A block that is larger than the window is long for its options; its packet lies at the front.
      if (window.end - at < Math.min(length, window.capacity)) break;
      if (!this.#isClosed(window, length, tally)) return false;
      tally.packet.offset = window.offset + at;
      window.start = at + length;
      if (!this.#readBlock(window, at, length, tally)) return false;
    }
    return true;
  }

  /** The length of the block at hand with its padding, or −1 when it cannot be true. */
  #blockLength(window: ByteWindow, tally: Tally): number {
    const view = window.view;
    const at = window.start;
    if (view.getUint32(at) === SECTION_HEADER) this.#readByteOrder(view, at);
    const claimed = view.getUint32(at + 4, this.#littleEndian);
    if (claimed < SHORTEST_BLOCK || claimed > LONGEST_BLOCK) {
      tally.damaged(window.position, claimed, claimed < SHORTEST_BLOCK ? SHORTEST_BLOCK : LONGEST_BLOCK);
      return -1;
    }
    // Some writers leave the padding out of the length; Wireshark rounds up as well.
    return (claimed + 3) & ~3;
  }

  /** Whether the length at the end of the block is the one at its front: if not, one of the two is wrong. */
  #isClosed(window: ByteWindow, length: number, tally: Tally): boolean {
    if (length > window.capacity) return true;
    const claimed = window.view.getUint32(window.start + 4, this.#littleEndian);
    const repeated = window.view.getUint32(window.start + length - 4, this.#littleEndian);
    if (claimed === repeated) return true;
    tally.damaged(window.position, repeated, claimed);
    return false;
  }

  #readBlock(window: ByteWindow, at: number, length: number, tally: Tally): boolean {
    const type = window.view.getUint32(at, this.#littleEndian);
    const optionsEnd = Math.min(at + length - 4, window.end);
    switch (type) {
      case ENHANCED_PACKET:
        return this.#readPacket(window.view, at, length, window.view.getUint32(at + 8, this.#littleEndian), tally);
      case PACKET_OBSOLETE:
        return this.#readPacket(window.view, at, length, window.view.getUint16(at + 8, this.#littleEndian), tally);
      case SIMPLE_PACKET:
        return this.#readSimplePacket(window.view, at, length, tally);
      case SECTION_HEADER:
        this.#earlierInterfaces += this.#interfaces.length;
        this.#interfaces = [];
        this.#readMark(window.view, at, optionsEnd, tally);
        return true;
      case INTERFACE_DESCRIPTION:
        return this.#readInterface(window, at, optionsEnd, tally);
      case INTERFACE_STATISTICS:
        this.#statistics.read(window.view, at, optionsEnd, this.#littleEndian, this.#earlierInterfaces, tally);
        return true;
      default:
        if (NUMBERED_BLOCKS.includes(type)) tally.frame++;
        return true;
    }
  }

  /** Notes that the section is an excerpt, if it says so. */
  #readMark(view: DataView, at: number, end: number, tally: Tally): void {
    eachOption(view, at + SECTION_OPTIONS, end, this.#littleEndian, (code, value, length) => {
      if (code !== SHB_USERAPPL) return;
      const size = readExcerptMark(Buffer.from(view.buffer, view.byteOffset + value, length).toString('latin1'));
      if (size === null) return;
      tally.isExcerpt = true;
      tally.diagnostics.add('capture/excerpt', 0, -1, size);
    });
  }

  #readByteOrder(view: DataView, at: number): void {
    const magic = view.getUint32(at + 8);
    if (magic === BYTE_ORDER_MAGIC) this.#littleEndian = false;
    if (magic === BYTE_ORDER_MAGIC_SWAPPED) this.#littleEndian = true;
  }

  #readInterface(window: ByteWindow, at: number, end: number, tally: Tally): boolean {
    if (end - at < 16) return this.#damagedBlock('interface description', tally);
    const added = new PcapngInterface(window, at + 8, end, this.#littleEndian);
    this.#interfaces.push(added);
    if (tally.zeroNs !== null) added.setZero(tally.zeroNs);
    if (added.resolution > tally.timestampResolution) tally.timestampResolution = added.resolution;
    return true;
  }

  #readPacket(view: DataView, at: number, length: number, id: number, tally: Tally): boolean {
    const source = this.#interfaces[id];
    if (source === undefined) return this.#damagedBlock('packet of an unknown interface', tally);
    const captured = length < PACKET_HEADER_LENGTH + 4 ? length : view.getUint32(at + 20, this.#littleEndian);
    if (captured > length - PACKET_HEADER_LENGTH - 4) {
      tally.damaged(tally.packet.offset, captured, length - PACKET_HEADER_LENGTH - 4);
      return false;
    }
    const high = view.getUint32(at + 12, this.#littleEndian);
    const low = view.getUint32(at + 16, this.#littleEndian);
    if (tally.zeroNs === null) this.#begin(source.nanoseconds(high, low), tally);
    const packet = tally.packet;
    packet.linkType = source.linkType;
    packet.interfaceId = this.#earlierInterfaces + id;
    packet.timeUs = source.timeUs(high, low);
    this.#lastTimeUs = packet.timeUs;
    packet.start = at + PACKET_HEADER_LENGTH;
    packet.capturedLength = Math.min(captured, LONGEST_PACKET);
    packet.wireLength = view.getUint32(at + 24, this.#littleEndian);
    tally.deliver();
    return true;
  }

  /** A simple packet belongs to interface 0 and has no time: it gets that of the packet before it. */
  #readSimplePacket(view: DataView, at: number, length: number, tally: Tally): boolean {
    const source = this.#interfaces[0];
    if (source === undefined || length < SHORTEST_BLOCK + 4) return this.#damagedBlock('simple packet', tally);
    const packet = tally.packet;
    packet.linkType = source.linkType;
    packet.interfaceId = this.#earlierInterfaces;
    packet.timeUs = this.#lastTimeUs;
    packet.start = at + 12;
    packet.wireLength = view.getUint32(at + 8, this.#littleEndian);
    const limit = source.snapLength === 0 ? LONGEST_PACKET : source.snapLength;
    packet.capturedLength = Math.min(packet.wireLength, length - SHORTEST_BLOCK - 4, limit);
    tally.deliver();
    return true;
  }

  #begin(zeroNs: bigint, tally: Tally): void {
    tally.begin(zeroNs);
    for (const each of this.#interfaces) each.setZero(zeroNs);
  }

  #damagedBlock(type: string, tally: Tally): boolean {
    tally.complete = false;
    tally.diagnostics.add('capture/damaged-block', tally.frame + 1, tally.packet.offset, { type });
    return false;
  }

  end(window: ByteWindow | null, tally: Tally): void {
    this.#statistics.report(tally);
    if (tally.timestampResolution === 0) tally.timestampResolution = DEFAULT_RESOLUTION;
    if (window === null) return;
    const rest = window.end - window.start;
    if (rest === 0) return;
    const claimed =
      rest < SHORTEST_BLOCK ? SHORTEST_BLOCK : window.view.getUint32(window.start + 4, this.#littleEndian);
    const missing = rest < 0 ? -rest : claimed - rest;
    tally.truncated(tally.frame + 1, window.position, missing);
  }
}

/** Says what is wrong with the section header that opens a file, or null when it can be read. */
export function sectionHeaderFault(head: Uint8Array): string | null {
  if (head.length < SECTION_HEADER_LENGTH) return `${head.length} of ${SECTION_HEADER_LENGTH} bytes`;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const magic = view.getUint32(8);
  if (magic !== BYTE_ORDER_MAGIC && magic !== BYTE_ORDER_MAGIC_SWAPPED) return `byte order ${magic.toString(16)}`;
  const littleEndian = magic === BYTE_ORDER_MAGIC_SWAPPED;
  const length = view.getUint32(4, littleEndian);
  if (length < SECTION_HEADER_LENGTH || length > LONGEST_BLOCK) return `block length ${length}`;
  const version = view.getUint16(12, littleEndian);
  if (version !== 1) return `version ${version}`;
  const isWhole = length % 4 === 0 && head.length >= length;
  if (isWhole && view.getUint32(length - 4, littleEndian) !== length) return `block length ${length}`;
  return null;
}
