// Hot path: runs once per packet. No allocation.
/** A remembered segment: one block of the pool, written once and never changed but for its link to the next one. */
import type { SeenSegment } from '../model/connection.ts';
import { OPT_TIMESTAMPS, type Segment } from '../model/segment.ts';
import type { BlockPool } from './block-pool.ts';
import { KIND_MASK, kindName } from './kind.ts';

const TIME = 0;
const FRAME = 8;
const SEQ = 12;
const ACK_NUMBER = 16;
const TS_VALUE = 20;
const TS_ECHO = 24;
const PAYLOAD_HEAD = 28;
const PAYLOAD_LENGTH = 32;
const IP_ID = 36;
const FLOW_LABEL = 40;
const MAC_LOW = 44;
const MAC_HIGH = 48;
const WINDOW = 50;
/** Nine flags, then the {@link MARKS}. */
const FLAGS = 52;
const OPTIONS = 54;
const TTL = 56;
/** DSCP, and above it whether DF is there (0x80) and set (0x40). */
const DSCP = 57;
/** VLAN id in twelve bits (0xfff: none), above it the lowest four bits of the interface number. */
const VLAN = 58;

const KIND_SHIFT = 9;
const FROM_CLIENT = 0x2000;
const HAS_PAYLOAD = 0x4000;
const HAS_MAC = 0x8000;
const NO_VLAN = 0xfff;
const TWO_32 = 2 ** 32;

/** Same packet seen twice: at most this far apart, microseconds (mirror ports and router hops; wider would catch fast retransmissions). */
export const COPY_WITHIN_US = 2000;

/** Remembers a segment: a block with one holder. */
export function writeRecord(pool: BlockPool, segment: Segment, fromClient: boolean, kind: number): number {
  const block = pool.take();
  const page = pool.page(block);
  const at = pool.at(block);
  page.setFloat64(at + TIME, segment.timeUs, true);
  page.setInt32(at + FRAME, segment.frame, true);
  page.setInt32(at + SEQ, segment.seq, true);
  page.setInt32(at + ACK_NUMBER, segment.ack, true);
  page.setInt32(at + TS_VALUE, segment.tsValue, true);
  page.setInt32(at + TS_ECHO, segment.tsEcho, true);
  page.setInt32(at + PAYLOAD_HEAD, segment.payloadHead, true);
  page.setInt32(at + PAYLOAD_LENGTH, segment.payloadLength, true);
  page.setInt32(at + IP_ID, segment.ipId, true);
  page.setInt32(at + FLOW_LABEL, segment.flowLabel, true);
  const mac = segment.sourceMac;
  page.setInt32(at + MAC_LOW, mac | 0, true);
  page.setUint16(at + MAC_HIGH, mac / TWO_32, true);
  page.setUint16(at + WINDOW, segment.window, true);
  const marks =
    (segment.flags & 0x1ff) |
    ((kind & KIND_MASK) << KIND_SHIFT) |
    (fromClient ? FROM_CLIENT : 0) |
    (segment.payloadHead < 0 ? 0 : HAS_PAYLOAD) |
    (mac < 0 ? 0 : HAS_MAC);
  page.setUint16(at + FLAGS, marks, true);
  page.setUint16(at + OPTIONS, segment.options, true);
  page.setUint8(at + TTL, segment.ttl);
  const fragmenting = segment.dontFragment < 0 ? 0 : 0x80 | (segment.dontFragment << 6);
  page.setUint8(at + DSCP, (segment.dscp & 0x3f) | fragmenting);
  page.setUint16(at + VLAN, place(segment), true);
  return block;
}

/** VLAN and interface in 16 bits: compared, never shown. */
function place(segment: Segment): number {
  const vlan = segment.vlan < 0 ? NO_VLAN : segment.vlan & NO_VLAN;
  return vlan | ((segment.interfaceId & 0xf) << 12);
}

/** When a remembered segment passed: microseconds since the first packet. */
export function recordTimeUs(pool: BlockPool, block: number): number {
  return pool.page(block).getFloat64(pool.at(block) + TIME, true);
}

/** The packet number of a remembered segment. */
export function recordFrame(pool: BlockPool, block: number): number {
  return pool.page(block).getUint32(pool.at(block) + FRAME, true);
}

/** The OPT_ bits of a remembered segment. */
export function recordOptions(pool: BlockPool, block: number): number {
  return pool.page(block).getUint16(pool.at(block) + OPTIONS, true);
}

/** The nine flag bits of a remembered segment. */
export function recordFlags(pool: BlockPool, block: number): number {
  return pool.page(block).getUint16(pool.at(block) + FLAGS, true) & 0x1ff;
}

/** Whether the client sent a remembered segment. */
export function isFromClient(pool: BlockPool, block: number): boolean {
  return (pool.page(block).getUint16(pool.at(block) + FLAGS, true) & FROM_CLIENT) !== 0;
}

/** Whether a segment has the numbers, flags, length and TSval of a remembered one: the same packet, if it also looks and lies so. */
export function hasSameNumbers(pool: BlockPool, block: number, segment: Segment): boolean {
  const page = pool.page(block);
  const at = pool.at(block);
  return (
    page.getUint32(at + SEQ, true) === segment.seq &&
    page.getUint32(at + ACK_NUMBER, true) === segment.ack &&
    (page.getUint16(at + FLAGS, true) & 0x1ff) === (segment.flags & 0x1ff) &&
    page.getInt32(at + PAYLOAD_LENGTH, true) === segment.payloadLength &&
    ((segment.options & OPT_TIMESTAMPS) === 0 || page.getUint32(at + TS_VALUE, true) === segment.tsValue)
  );
}

/**
 * Whether a segment with the same numbers is the same packet. A sender gives each packet an IP id of its own; where the id
 * is 0 or missing (Linux stateless replies, IPv6) only another TTL, MAC, VLAN or interface tells a second sight from a second packet.
 */
export function isSamePacket(pool: BlockPool, block: number, segment: Segment): boolean {
  const page = pool.page(block);
  const at = pool.at(block);
  const ipId = page.getInt32(at + IP_ID, true);
  if (ipId !== (segment.ipId | 0)) return false;
  if (ipId > 0) return true;
  return (
    page.getUint8(at + TTL) !== segment.ttl ||
    page.getUint16(at + VLAN, true) !== place(segment) ||
    sourceMac(page, at) !== segment.sourceMac
  );
}

function sourceMac(page: DataView, at: number): number {
  if ((page.getUint16(at + FLAGS, true) & HAS_MAC) === 0) return -1;
  return page.getUint16(at + MAC_HIGH, true) * TWO_32 + page.getUint32(at + MAC_LOW, true);
}

/** A cold copy of a remembered segment. */
export function readRecord(pool: BlockPool, block: number): SeenSegment {
  const page = pool.page(block);
  const at = pool.at(block);
  const marks = page.getUint16(at + FLAGS, true);
  const options = page.getUint16(at + OPTIONS, true);
  const hasTimestamps = (options & OPT_TIMESTAMPS) !== 0;
  const dscp = page.getUint8(at + DSCP);
  return {
    frame: page.getUint32(at + FRAME, true),
    timeUs: page.getFloat64(at + TIME, true),
    from: (marks & FROM_CLIENT) !== 0 ? 'client' : 'server',
    kind: kindName(marks >>> KIND_SHIFT),
    flags: marks & 0x1ff,
    seq: page.getUint32(at + SEQ, true),
    ack: page.getUint32(at + ACK_NUMBER, true),
    window: page.getUint16(at + WINDOW, true),
    payloadLength: page.getInt32(at + PAYLOAD_LENGTH, true),
    options,
    tsValue: hasTimestamps ? page.getUint32(at + TS_VALUE, true) : -1,
    tsEcho: hasTimestamps ? page.getUint32(at + TS_ECHO, true) : -1,
    ttl: page.getUint8(at + TTL),
    dscp: dscp & 0x3f,
    ipId: page.getInt32(at + IP_ID, true),
    dontFragment: (dscp & 0x80) === 0 ? -1 : (dscp >>> 6) & 1,
    flowLabel: page.getInt32(at + FLOW_LABEL, true),
    payloadHead: (marks & HAS_PAYLOAD) === 0 ? -1 : page.getUint32(at + PAYLOAD_HEAD, true),
    sourceMac: sourceMac(page, at),
  };
}
