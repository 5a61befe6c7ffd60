// Hot path: runs once per packet. No allocation.
/** A remembered segment: one block of the pool, written once and never changed but for its link to the next one. */
import type { SeenSegment } from '../model/connection.ts';
import { OPT_TIMESTAMPS, type Segment } from '../model/segment.ts';
import type { BlockPool } from './block-pool.ts';
import { KIND_MASK, kindName } from './kind.ts';

/** The time fills the first double; the rest are words. */
const TIME = 0;
const FRAME = 2;
const SEQ = 3;
const ACK_NUMBER = 4;
const TS_VALUE = 5;
const TS_ECHO = 6;
const PAYLOAD_HEAD = 7;
const PAYLOAD_LENGTH = 8;
const IP_ID = 9;
const FLOW_LABEL = 10;
const MAC_LOW = 11;
/** Upper 16 bits of the MAC address; above them the window. */
const MAC_HIGH_WINDOW = 12;
/** Nine flags, the marks below; in the upper half ten bits of options, above them the device. */
const MARKS_OPTIONS = 13;
/** TTL; DSCP in six bits, above it whether DF is there (0x80) and set (0x40); in the upper half the {@link place}. */
const TTL_DSCP_PLACE = 14;

const FLAGS = 0x1ff;
const KIND_SHIFT = 9;
const DEVICE_SHIFT = 26;
const OPTION_BITS = 0x3ff;
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
  const words = pool.words;
  const at = pool.at(block);
  pool.doubles[pool.doubleAt(block) + TIME] = segment.timeUs;
  words[at + FRAME] = segment.frame;
  words[at + SEQ] = segment.seq;
  words[at + ACK_NUMBER] = segment.ack;
  words[at + TS_VALUE] = segment.tsValue;
  words[at + TS_ECHO] = segment.tsEcho;
  words[at + PAYLOAD_HEAD] = segment.payloadHead;
  words[at + PAYLOAD_LENGTH] = segment.payloadLength;
  words[at + IP_ID] = segment.ipId;
  words[at + FLOW_LABEL] = segment.flowLabel;
  const mac = segment.sourceMac;
  words[at + MAC_LOW] = mac;
  words[at + MAC_HIGH_WINDOW] = ((mac / TWO_32) & 0xffff) | (segment.window << 16);
  const marks =
    (segment.flags & FLAGS) |
    ((kind & KIND_MASK) << KIND_SHIFT) |
    (fromClient ? FROM_CLIENT : 0) |
    (segment.payloadHead < 0 ? 0 : HAS_PAYLOAD) |
    (mac < 0 ? 0 : HAS_MAC);
  words[at + MARKS_OPTIONS] = marks | (segment.options << 16) | (segment.device << DEVICE_SHIFT);
  const fragmenting = segment.dontFragment < 0 ? 0 : 0x80 | (segment.dontFragment << 6);
  words[at + TTL_DSCP_PLACE] = segment.ttl | (((segment.dscp & 0x3f) | fragmenting) << 8) | (place(segment) << 16);
  return block;
}

/** VLAN and interface in 16 bits: compared, never shown. */
function place(segment: Segment): number {
  const vlan = segment.vlan < 0 ? NO_VLAN : segment.vlan & NO_VLAN;
  return vlan | ((segment.interfaceId & 0xf) << 12);
}

/** When a remembered segment passed: microseconds since the first packet. */
export function recordTimeUs(pool: BlockPool, block: number): number {
  return pool.doubles[pool.doubleAt(block) + TIME] ?? 0;
}

/** The packet number of a remembered segment. */
export function recordFrame(pool: BlockPool, block: number): number {
  return word(pool, block, FRAME) >>> 0;
}

/** The OPT_ bits of a remembered segment. */
export function recordOptions(pool: BlockPool, block: number): number {
  return (word(pool, block, MARKS_OPTIONS) >>> 16) & OPTION_BITS;
}

/** The nine flag bits of a remembered segment. */
export function recordFlags(pool: BlockPool, block: number): number {
  return word(pool, block, MARKS_OPTIONS) & FLAGS;
}

/** Whether the client sent a remembered segment. */
export function isFromClient(pool: BlockPool, block: number): boolean {
  return (word(pool, block, MARKS_OPTIONS) & FROM_CLIENT) !== 0;
}

function word(pool: BlockPool, block: number, index: number): number {
  return pool.words[pool.at(block) + index] ?? 0;
}

/** Whether a segment has the numbers, flags, length and TSval of a remembered one: the same packet, if it also looks and lies so. */
export function hasSameNumbers(pool: BlockPool, block: number, segment: Segment): boolean {
  return (
    word(pool, block, SEQ) === (segment.seq | 0) &&
    word(pool, block, ACK_NUMBER) === (segment.ack | 0) &&
    recordFlags(pool, block) === (segment.flags & FLAGS) &&
    word(pool, block, PAYLOAD_LENGTH) === segment.payloadLength &&
    ((segment.options & OPT_TIMESTAMPS) === 0 || word(pool, block, TS_VALUE) === (segment.tsValue | 0))
  );
}

/**
 * Whether a segment with the same numbers is the same packet. A sender gives each packet an IP id of its own; where the id
 * is 0 or missing (Linux stateless replies, IPv6) only another TTL, MAC, VLAN, interface or device tells a second sight from a
 * second packet: packets of one host on one way pass the same places.
 */
export function isSamePacket(pool: BlockPool, block: number, segment: Segment): boolean {
  const ipId = word(pool, block, IP_ID);
  if (ipId !== (segment.ipId | 0)) return false;
  if (ipId > 0) return true;
  const path = word(pool, block, TTL_DSCP_PLACE);
  return (
    (path & 0xff) !== segment.ttl ||
    path >>> 16 !== place(segment) ||
    word(pool, block, MARKS_OPTIONS) >>> DEVICE_SHIFT !== segment.device ||
    sourceMac(pool, block) !== segment.sourceMac
  );
}

function sourceMac(pool: BlockPool, block: number): number {
  if ((word(pool, block, MARKS_OPTIONS) & HAS_MAC) === 0) return -1;
  return (word(pool, block, MAC_HIGH_WINDOW) & 0xffff) * TWO_32 + (word(pool, block, MAC_LOW) >>> 0);
}

/** A cold copy of a remembered segment. */
export function readRecord(pool: BlockPool, block: number): SeenSegment {
  const marks = word(pool, block, MARKS_OPTIONS);
  const options = recordOptions(pool, block);
  const hasTimestamps = (options & OPT_TIMESTAMPS) !== 0;
  const path = word(pool, block, TTL_DSCP_PLACE);
  const fragmenting = path >>> 8;
  return {
    frame: recordFrame(pool, block),
    timeUs: recordTimeUs(pool, block),
    from: isFromClient(pool, block) ? 'client' : 'server',
    kind: kindName(marks >>> KIND_SHIFT),
    flags: marks & FLAGS,
    seq: word(pool, block, SEQ) >>> 0,
    ack: word(pool, block, ACK_NUMBER) >>> 0,
    window: word(pool, block, MAC_HIGH_WINDOW) >>> 16,
    payloadLength: word(pool, block, PAYLOAD_LENGTH),
    options,
    tsValue: hasTimestamps ? word(pool, block, TS_VALUE) >>> 0 : -1,
    tsEcho: hasTimestamps ? word(pool, block, TS_ECHO) >>> 0 : -1,
    ttl: path & 0xff,
    dscp: fragmenting & 0x3f,
    ipId: word(pool, block, IP_ID),
    dontFragment: (fragmenting & 0x80) === 0 ? -1 : (fragmenting >>> 6) & 1,
    flowLabel: word(pool, block, FLOW_LABEL),
    payloadHead: (marks & HAS_PAYLOAD) === 0 ? -1 : word(pool, block, PAYLOAD_HEAD) >>> 0,
    sourceMac: sourceMac(pool, block),
  };
}
