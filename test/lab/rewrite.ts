/**
 * What capture points do to packets that this kernel cannot do itself (mirror ports, tags, tunnels) or that a capture
 * loses: made from a recording, frame by frame, so that each frame keeps the truth of the frame it came from.
 */

/** One frame of a capture. */
export interface Frame {
  /** Microseconds since 1970. */
  readonly timeUs: number;
  readonly data: Uint8Array;
  /** Bytes on the wire; more than `data` holds when the capture cut it. */
  readonly length: number;
  /** Number of the recorded frame that this one was made of, from 1. */
  readonly from: number;
}

/** Makes other frames of recorded ones; keep them in time order. */
export type Rewrite = (frames: readonly Frame[]) => Frame[];

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET_HEADER = 14;
const MAC_ADDRESSES = 12;
/** IEEE 802.1Q clause 9.6. */
const VLAN_TYPE = 0x8100;
/** RFC 7348 section 4.1: the port and, section 5, the header with its valid-VNI flag. */
const VXLAN_PORT = 4789;
const VXLAN_FLAGS = 0x08000000;

/** Reads a little-endian microsecond pcap, as tcpdump writes it here. */
export function readFrames(file: Uint8Array): Frame[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const frames: Frame[] = [];
  for (let at = FILE_HEADER; at < file.length; ) {
    const captured = view.getUint32(at + 8, true);
    const start = at + RECORD_HEADER;
    frames.push({
      timeUs: view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true),
      data: file.slice(start, start + captured),
      length: view.getUint32(at + 12, true),
      from: frames.length + 1,
    });
    at = start + captured;
  }
  return frames;
}

/** Writes frames behind the file header of the recording they came from. */
export function writeFrames(recording: Uint8Array, frames: readonly Frame[]): Uint8Array {
  const parts: Uint8Array[] = [recording.subarray(0, FILE_HEADER)];
  for (const { timeUs, data, length } of frames) {
    const header = new Uint8Array(RECORD_HEADER);
    const words = [Math.floor(timeUs / 1e6), timeUs % 1e6, data.length, length];
    for (const [index, word] of words.entries()) new DataView(header.buffer).setUint32(index * 4, word, true);
    parts.push(header, data);
  }
  return Buffer.concat(parts);
}

/** A later sight of a frame, with other bytes around it. */
function sight(frame: Frame, laterUs: number, data: Uint8Array): Frame {
  const grown = data.length - frame.data.length;
  return { ...frame, timeUs: frame.timeUs + laterUs, data, length: frame.length + grown };
}

/** Adds a second sight of each frame; sights that are later than the next frame take their place behind it. */
function doubled(frames: readonly Frame[], second: (frame: Frame) => Frame): Frame[] {
  return frames.flatMap((frame) => [frame, second(frame)]).sort((a, b) => a.timeUs - b.timeUs);
}

/** A mirror port that copies both what enters and what leaves a switch: each frame twice, byte by byte. */
export function mirrored(laterUs: number): Rewrite {
  return (frames) => doubled(frames, (frame) => sight(frame, laterUs, frame.data));
}

/** A mirror of an access port and of the trunk: each frame untagged, then with an 802.1Q tag. */
export function taggedCopies(vlan: number, laterUs: number): Rewrite {
  const tag = Uint8Array.of(VLAN_TYPE >> 8, VLAN_TYPE & 0xff, vlan >> 8, vlan & 0xff);
  const tagged = ({ data }: Frame): Uint8Array =>
    Buffer.concat([data.subarray(0, MAC_ADDRESSES), tag, data.subarray(MAC_ADDRESSES)]);
  return (frames) => doubled(frames, (frame) => sight(frame, laterUs, tagged(frame)));
}

function ipv4Checksum(header: DataView): number {
  let sum = 0;
  for (let at = 0; at < 20; at += 2) sum += header.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** Outer Ethernet, IPv4, UDP and VXLAN headers around a frame (RFC 7348 section 5); no UDP checksum, as it allows. */
function encapsulate({ data, from }: Frame, vni: number): Uint8Array {
  const outer = new Uint8Array(ETHERNET_HEADER + 20 + 8 + 8);
  outer.set(data.subarray(0, ETHERNET_HEADER));
  const view = new DataView(outer.buffer);
  view.setUint16(12, 0x0800);
  const ip = new DataView(outer.buffer, ETHERNET_HEADER, 20);
  ip.setUint16(0, 0x4500);
  ip.setUint16(2, 36 + data.length);
  ip.setUint16(4, from);
  ip.setUint16(8, 0x4011); // TTL 64, UDP
  ip.setUint32(12, 0xc6336464); // 198.51.100.100
  ip.setUint32(16, 0xc6336465); // 198.51.100.101
  ip.setUint16(10, ipv4Checksum(ip));
  const udp = ETHERNET_HEADER + 20;
  view.setUint16(udp, 49152 + (from % 16384));
  view.setUint16(udp + 2, VXLAN_PORT);
  view.setUint16(udp + 4, 16 + data.length);
  view.setUint32(udp + 8, VXLAN_FLAGS);
  view.setUint32(udp + 12, vni << 8);
  return Buffer.concat([outer, data]);
}

/** A capture on all devices of a tunnel's end: each frame as it is, then inside VXLAN. */
export function tunnelCopies(vni: number, laterUs: number): Rewrite {
  return (frames) => doubled(frames, (frame) => sight(frame, laterUs, encapsulate(frame, vni)));
}

/** A capture that began in mid-stream: without its first frames. */
export function withoutFirst(count: number): Rewrite {
  return (frames) => frames.slice(count);
}

/** A capture that lost some frames: every nth, counted from the first. */
export function losing(every: number): Rewrite {
  return (frames) => frames.filter((_, index) => index % every !== every - 1);
}
