// The global header of a classic capture (draft-ietf-opsawg-pcap §4).

import { WhyrstError } from '../model/errors.ts';
import { LONGEST_PACKET } from './record-reader.ts';

/** Bytes in front of the first record. */
export const PCAP_HEADER_LENGTH = 24;
const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;
/** Written by old patched versions of libpcap: each record header has eight more bytes (interface, protocol, packet type). */
const MAGIC_MODIFIED = 0xa1b2cd34;
/** The upper bits of the link type field tell the length of the frame check sequence (libpcap, LT_LINKTYPE). */
const LINK_TYPE_MASK = 0x03ffffff;
/** No link type has longer packets (Wireshark's limit for D-Bus); a snap length above it bounds nothing. */
const LONGEST_BOUND = 128 * 1024 * 1024;

/** What the global header says about every record. */
export interface PcapHeader {
  readonly littleEndian: boolean;
  readonly recordHeaderLength: 16 | 24;
  /** Parts of a microsecond in the sub-second field: 1 or 1000. */
  readonly ticksPerMicrosecond: 1 | 1000;
  readonly linkType: number;
  /** A captured length above this is damage, in bytes. */
  readonly longestRecord: number;
  /** Files of versions before 2.3 hold the two lengths the other way round (libpcap, sf-pcap.c). */
  readonly lengthsSwapped: boolean;
}

/** Whether the first four bytes, read as a big-endian number, open a classic capture. */
export function isPcapMagic(magic: number): boolean {
  return magicOf(magic) !== null;
}

function magicOf(magic: number): { magic: number; littleEndian: boolean } | null {
  const swapped = ((magic << 24) | ((magic << 8) & 0xff0000) | ((magic >>> 8) & 0xff00) | (magic >>> 24)) >>> 0;
  for (const known of [MAGIC_MICROSECONDS, MAGIC_NANOSECONDS, MAGIC_MODIFIED]) {
    if (magic === known) return { magic: known, littleEndian: false };
    if (swapped === known) return { magic: known, littleEndian: true };
  }
  return null;
}

/** Reads the global header at the front of `head`. The version is not judged: writers that get it wrong are common. */
export function readPcapHeader(head: Uint8Array, path: string): PcapHeader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const order = magicOf(view.getUint32(0));
  if (order === null || head.length < PCAP_HEADER_LENGTH) {
    const reason = `${head.length} of ${PCAP_HEADER_LENGTH} bytes`;
    throw new WhyrstError('capture/bad-header', { path, offset: head.length, reason });
  }
  const { magic, littleEndian } = order;
  const [major, minor] = [view.getUint16(4, littleEndian), view.getUint16(6, littleEndian)];
  return {
    littleEndian,
    recordHeaderLength: magic === MAGIC_MODIFIED ? 24 : 16,
    ticksPerMicrosecond: magic === MAGIC_NANOSECONDS ? 1000 : 1,
    linkType: view.getUint32(20, littleEndian) & LINK_TYPE_MASK,
    longestRecord: Math.min(Math.max(view.getUint32(16, littleEndian), LONGEST_PACKET), LONGEST_BOUND),
    lengthsSwapped: major === 2 && minor < 3,
  };
}

/** The same header as every reader understands it: microsecond magic, version 2.4, same byte order. */
export function plainHeader(header: PcapHeader): Buffer {
  const view = new DataView(new ArrayBuffer(PCAP_HEADER_LENGTH));
  view.setUint32(0, MAGIC_MICROSECONDS, header.littleEndian);
  view.setUint16(4, 2, header.littleEndian);
  view.setUint16(6, 4, header.littleEndian);
  view.setUint32(16, header.longestRecord, header.littleEndian);
  view.setUint32(20, header.linkType, header.littleEndian);
  return Buffer.from(view.buffer);
}
