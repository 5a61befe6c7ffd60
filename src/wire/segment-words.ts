// Hot path: runs once per packet. No allocation.
/**
 * Segments as 32-bit words, for the way from the thread that decodes to the thread that tracks. Nearly all segments fit
 * into eighteen words; what a SYN, a RST, a SACK or a tunnel has besides follows in twenty-six more. An address comes as a
 * record of its own before the first segment that has it, in the order of its number.
 */
import { OPT_SACK, OPT_TIMESTAMPS, RESET_PAYLOAD_BYTES, RST, type Segment } from '../model/segment.ts';
import type { SegmentRing } from './segment-ring.ts';

/** Words of a record; even, so that the time of the next one is where a double can be. */
export const RECORD_WORDS = 18;
/** Words of what may follow. */
export const MORE_WORDS = 10 + RESET_PAYLOAD_BYTES / 4;
/** The time fills the first two words. */
const FRAME = 2;
const SOURCE = 3;
const DESTINATION = 4;
const PORTS = 5;
const SEQ = 6;
const ACK_NUMBER = 7;
/** The window; above it the nine flags, then the marks below. */
const WINDOW_FLAGS_MARKS = 8;
const PAYLOAD_LENGTH = 9;
const TS_VALUE = 10;
const TS_ECHO = 11;
const PAYLOAD_HEAD = 12;
/** TTL; above it DSCP in eight bits, then the options. */
const TTL_DSCP_OPTIONS = 13;
/** IP ID in IPv4, flow label in IPv6. */
const IP_ID_OR_LABEL = 14;
const MAC_LOW = 15;
/** Upper 16 bits of the MAC address; above them the VLAN id plus one. */
const MAC_HIGH_VLAN = 16;
/** The interface in 26 bits; above it the device. */
const INTERFACE_DEVICE = 17;

const FLAGS_SHIFT = 16;
const NINE_BITS = 0x1ff;
const HAS_MORE = 1 << 25;
const IS_IPV6 = 1 << 26;
const HAS_PAYLOAD = 1 << 27;
const DONT_FRAGMENT_SHIFT = 28;
const DEVICE_SHIFT = 26;
const INTERFACE_BITS = 0x3ff_ffff;
const HAS_MAC = 1 << 29;
const IS_ADDRESS = 1 << 30;

/** What follows a segment with {@link HAS_MORE}; the order of options fills its first two words. */
const SPACE = 2;
const IPV6_ID = 3;
const MSS = 4;
const WINDOW_SCALE = 5;
const MPTCP_REASON = 6;
const SACK_LEFT = 7;
const SACK_RIGHT = 8;
const PAYLOAD_KEPT = 9;
const PAYLOAD = 10;

const TWO_32 = 2 ** 32;

/** Marks a record as an address, whose words come first. */
export function markAddress({ words }: SegmentRing, at: number): void {
  words[at + WINDOW_FLAGS_MARKS] = IS_ADDRESS;
}

/** What a record is: see {@link isAddress} and {@link hasMore}. */
export function marksOf({ words }: SegmentRing, at: number): number {
  return words[at + WINDOW_FLAGS_MARKS] ?? 0;
}

export function isAddress(marks: number): boolean {
  return (marks & IS_ADDRESS) !== 0;
}

export function hasMore(marks: number): boolean {
  return (marks & HAS_MORE) !== 0;
}

/** Whether a segment has anything that its first words have no room for. */
export function needsMore(segment: Segment): boolean {
  return (
    (segment.options & ~OPT_TIMESTAMPS) !== 0 ||
    (segment.flags & RST) !== 0 ||
    segment.space !== 0 ||
    segment.optionOrder !== 0 ||
    (segment.ipVersion === 6 && segment.ipId !== -1)
  );
}

/** Writes the first words of a segment. */
export function writeSegment({ words, doubles }: SegmentRing, at: number, segment: Segment, isLong: boolean): void {
  const mac = segment.sourceMac;
  const isIpv6 = segment.ipVersion === 6;
  const marks =
    (isLong ? HAS_MORE : 0) |
    (isIpv6 ? IS_IPV6 : 0) |
    (segment.payloadHead < 0 ? 0 : HAS_PAYLOAD) |
    (segment.dontFragment === 1 ? 1 << DONT_FRAGMENT_SHIFT : 0) |
    (mac < 0 ? 0 : HAS_MAC);
  doubles[at >> 1] = segment.timeUs;
  words[at + FRAME] = segment.frame;
  words[at + SOURCE] = segment.source;
  words[at + DESTINATION] = segment.destination;
  words[at + PORTS] = (segment.sourcePort << 16) | segment.destinationPort;
  words[at + SEQ] = segment.seq;
  words[at + ACK_NUMBER] = segment.ack;
  words[at + WINDOW_FLAGS_MARKS] = segment.window | (segment.flags << FLAGS_SHIFT) | marks;
  words[at + PAYLOAD_LENGTH] = segment.payloadLength;
  words[at + TS_VALUE] = segment.tsValue;
  words[at + TS_ECHO] = segment.tsEcho;
  words[at + PAYLOAD_HEAD] = segment.payloadHead;
  words[at + TTL_DSCP_OPTIONS] = segment.ttl | (segment.dscp << 8) | (segment.options << 16);
  words[at + IP_ID_OR_LABEL] = isIpv6 ? segment.flowLabel : segment.ipId;
  words[at + MAC_LOW] = mac;
  words[at + MAC_HIGH_VLAN] = ((mac / TWO_32) & 0xffff) | ((segment.vlan + 1) << 16);
  words[at + INTERFACE_DEVICE] = (segment.interfaceId & INTERFACE_BITS) | (segment.device << DEVICE_SHIFT);
}

/** Writes what a segment has besides. */
export function writeMore({ words, doubles, bytes }: SegmentRing, at: number, segment: Segment): void {
  doubles[at >> 1] = segment.optionOrder;
  words[at + SPACE] = segment.space;
  words[at + IPV6_ID] = segment.ipId;
  words[at + MSS] = segment.mss;
  words[at + WINDOW_SCALE] = segment.windowScale;
  words[at + MPTCP_REASON] = segment.mptcpReason;
  words[at + SACK_LEFT] = segment.sackLeft;
  words[at + SACK_RIGHT] = segment.sackRight;
  const kept = (segment.flags & RST) === 0 ? 0 : Math.min(RESET_PAYLOAD_BYTES, segment.payloadCaptured);
  words[at + PAYLOAD_KEPT] = kept;
  for (let n = 0; n < kept; n++) bytes[(at + PAYLOAD) * 4 + n] = segment.view.getUint8(segment.payloadStart + n);
}

/** Reads the first words of a segment; what may follow them is set to "not there". */
export function readSegment(ring: SegmentRing, at: number, marks: number, segment: Segment): void {
  const { words, doubles } = ring;
  const ports = words[at + PORTS] ?? 0;
  segment.timeUs = doubles[at >> 1] ?? 0;
  segment.frame = wordOf(words, at + FRAME);
  segment.source = words[at + SOURCE] ?? 0;
  segment.destination = words[at + DESTINATION] ?? 0;
  segment.sourcePort = ports >>> 16;
  segment.destinationPort = ports & 0xffff;
  segment.seq = wordOf(words, at + SEQ);
  segment.ack = wordOf(words, at + ACK_NUMBER);
  segment.window = marks & 0xffff;
  segment.flags = (marks >>> FLAGS_SHIFT) & NINE_BITS;
  segment.payloadLength = wordOf(words, at + PAYLOAD_LENGTH);
  segment.tsValue = wordOf(words, at + TS_VALUE);
  segment.tsEcho = wordOf(words, at + TS_ECHO);
  segment.payloadHead = (marks & HAS_PAYLOAD) === 0 ? -1 : wordOf(words, at + PAYLOAD_HEAD);
  readPath(words, at, marks, segment);
  segment.space = 0;
  segment.mss = -1;
  segment.windowScale = -1;
  segment.optionOrder = 0;
  segment.mptcpReason = -1;
  segment.sackLeft = -1;
  segment.sackRight = -1;
  segment.payloadCaptured = 0;
}

/** Reads the fields of IP and of the link. */
function readPath(words: Int32Array, at: number, marks: number, segment: Segment): void {
  const isIpv6 = (marks & IS_IPV6) !== 0;
  const path = words[at + TTL_DSCP_OPTIONS] ?? 0;
  const place = words[at + MAC_HIGH_VLAN] ?? 0;
  const idOrLabel = words[at + IP_ID_OR_LABEL] ?? 0;
  segment.ttl = path & 0xff;
  segment.dscp = (path >>> 8) & 0xff;
  segment.options = path >>> 16;
  segment.ipVersion = isIpv6 ? 6 : 4;
  segment.ipId = isIpv6 ? -1 : idOrLabel;
  segment.flowLabel = isIpv6 ? idOrLabel : -1;
  segment.dontFragment = isIpv6 ? -1 : (marks >>> DONT_FRAGMENT_SHIFT) & 1;
  segment.sourceMac = (marks & HAS_MAC) === 0 ? -1 : (place & 0xffff) * TWO_32 + wordOf(words, at + MAC_LOW);
  segment.vlan = (place >>> 16) - 1;
  const device = words[at + INTERFACE_DEVICE] ?? 0;
  segment.interfaceId = device & INTERFACE_BITS;
  segment.device = device >>> DEVICE_SHIFT;
}

/** A word as the unsigned number that it was. */
function wordOf(words: Int32Array, at: number): number {
  return (words[at] ?? 0) >>> 0;
}

/** Reads what a segment has besides. */
export function readMore({ words, doubles, bytes }: SegmentRing, at: number, segment: Segment): void {
  const hasSack = (segment.options & OPT_SACK) !== 0;
  segment.optionOrder = doubles[at >> 1] ?? 0;
  segment.space = words[at + SPACE] ?? 0;
  if (segment.ipVersion === 6) segment.ipId = words[at + IPV6_ID] ?? -1;
  segment.mss = words[at + MSS] ?? -1;
  segment.windowScale = words[at + WINDOW_SCALE] ?? -1;
  segment.mptcpReason = words[at + MPTCP_REASON] ?? -1;
  segment.sackLeft = hasSack ? wordOf(words, at + SACK_LEFT) : -1;
  segment.sackRight = hasSack ? wordOf(words, at + SACK_RIGHT) : -1;
  segment.payloadCaptured = words[at + PAYLOAD_KEPT] ?? 0;
  if (segment.payloadCaptured === 0) return;
  segment.view = new DataView(bytes.buffer, bytes.byteOffset + (at + PAYLOAD) * 4, segment.payloadCaptured);
  segment.payloadStart = 0;
}
