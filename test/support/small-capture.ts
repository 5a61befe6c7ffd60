// A capture with something of everything: both IP versions, every option that matters, data, a RST of each shape.

import { ethernetBytes, frameBytes, ipv4Bytes, type PacketFields, udpBytes } from './packet-bytes.ts';
import type { WrittenPacket } from './pcap-writer.ts';

const SYN_OPTIONS = [2, 4, 5, 180, 4, 2, 8, 10, 0, 1, 2, 3, 0, 0, 0, 0, 1, 3, 3, 7];
const TIMESTAMPS = [1, 1, 8, 10, 0xff, 1, 2, 4, 0, 5, 6, 7];
const SACK = [1, 1, 5, 10, 0, 0, 0, 9, 0xff, 0, 0, 20];
const MPTCP_RESET = [30, 4, 0x80, 0x03];

const ACK = 0x10;
const PUSH_ACK = 0x18;

const segments: readonly PacketFields[] = [
  { flags: 0x02, seq: 0xffffffff, options: SYN_OPTIONS, ipId: 1 },
  { flags: 0x12, seq: 7, ack: 0, options: SYN_OPTIONS, source: '192.0.2.2', destination: '192.0.2.1' },
  { flags: ACK, seq: 0, ack: 8, options: TIMESTAMPS, ipId: 2 },
  { flags: PUSH_ACK, seq: 0, ack: 8, options: TIMESTAMPS, ipId: 3, dscp: 46, payload: [0x47, 0x45, 0x54, 0x20, 0x2f] },
  { flags: ACK, seq: 8, ack: 0, options: SACK, source: '192.0.2.2', destination: '192.0.2.1', ttl: 57 },
  { flags: 0x04, seq: 8, window: 0, source: '192.0.2.2', destination: '192.0.2.1', dontFragment: true },
  { flags: 0x02, source: '2001:db8::1', destination: '2001:db8:0:1::2', flowLabel: 0xabcde, options: SYN_OPTIONS },
  { flags: 0x14, ack: 1001, seq: 0, window: 0, source: '2001:db8:0:1::2', destination: '2001:db8::1', ttl: 63 },
  { flags: 0x1d4, seq: 9, ack: 9, options: MPTCP_RESET, payload: [1, 2], ipId: 0xffff, dontFragment: false },
];

/** Its packets: one each millisecond and a bit, the last but one not TCP. */
export const smallCapture: readonly WrittenPacket[] = [
  ...segments.map(frameBytes),
  ethernetBytes(0x0800, ipv4Bytes(17, udpBytes(5353, 53, Uint8Array.of(1, 2, 3)))),
  frameBytes({ flags: 0x14, seq: 1, ack: 2, payload: Array.from({ length: 300 }, (_, i) => i & 0xff) }),
].map((bytes, i) => ({ timeNs: 1_700_000_000_999_000_000n + BigInt(i) * 1_001_000n, bytes }));
