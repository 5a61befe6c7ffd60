/** TCP flag bits as they stand in bytes 12–13 of the header (RFC 9293 §3.1, RFC 3168, RFC 7560 for AE). */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH = 0x08;
export const ACK = 0x10;
export const URG = 0x20;
export const ECE = 0x40;
export const CWR = 0x80;
export const AE = 0x100;

/** Bits of {@link Segment.options}: which TCP options are present. */
export const OPT_MSS = 0x01;
export const OPT_WINDOW_SCALE = 0x02;
export const OPT_SACK_PERMITTED = 0x04;
export const OPT_SACK = 0x08;
export const OPT_TIMESTAMPS = 0x10;
export const OPT_MPTCP = 0x20;
/** In place of a reason: MP_FASTCLOSE ends the whole multipath connection (RFC 8684 §3.5). */
export const MPTCP_CLOSED = -2;
export const OPT_MD5 = 0x40;
export const OPT_AO = 0x80;
export const OPT_OTHER = 0x100;
/** The option bytes are cut short or malformed: what is missing is unknown, not absent. */
export const OPT_INCOMPLETE = 0x200;

/** Bytes of a RST's payload that are kept: enough for the reasons that devices write there (RFC 9293 §3.5.3 allows text). */
export const RESET_PAYLOAD_BYTES = 64;

/**
 * One TCP segment with the IP fields that matter for a RST. The decoder owns ONE such object and refills it:
 * valid only until the next packet. −1 stands for "this packet has no such field".
 */
export interface Segment {
  frame: number;
  timeUs: number;
  interfaceId: number;
  /** Which device of a capture of all devices it passed, as far as a Linux cooked header tells; 0 elsewhere. Six bits: compared, never shown. */
  device: number;
  /** 0 outside tunnels; else an interned id of the tunnel (kind, endpoints, VNI): the same addresses in two tunnels are two connections. */
  space: number;
  /** Outer VLAN id, or −1. */
  vlan: number;
  /** Source MAC as a 48-bit number, or −1 where the link has none. */
  sourceMac: number;
  ipVersion: 4 | 6;
  /** Interned addresses, see AddressTable. */
  source: number;
  destination: number;
  sourcePort: number;
  destinationPort: number;
  /** TTL, or hop limit in IPv6. */
  ttl: number;
  /** Differentiated services code point, 0–63. */
  dscp: number;
  /** IPv4 identification, or −1 in IPv6 (without a fragment header). */
  ipId: number;
  /** IPv4 DF bit: 1 or 0; −1 in IPv6. */
  dontFragment: number;
  /** IPv6 flow label, or −1 in IPv4. */
  flowLabel: number;
  /** Nine flag bits, see above. */
  flags: number;
  /** Unsigned 32-bit numbers, raw as on the wire. */
  seq: number;
  ack: number;
  /** The raw 16-bit window field. */
  window: number;
  /** Bytes of TCP payload according to the IP header, never to what was captured. */
  payloadLength: number;
  /** OPT_ bits. */
  options: number;
  /** Timestamps option, unsigned 32 bit; meaningful only with OPT_TIMESTAMPS. */
  tsValue: number;
  tsEcho: number;
  /** Maximum segment size of a SYN, or −1. */
  mss: number;
  /** Window scale shift of a SYN, or −1. */
  windowScale: number;
  /** Option kinds of a SYN in order, base 16 digits, first kind in the lowest digit (kinds ≥ 15 count as 15); 0 on other segments. */
  optionOrder: number;
  /** Reason byte of an MP_TCPRST option (RFC 8684 §3.6), −1 without one, or {@link MPTCP_CLOSED}. */
  mptcpReason: number;
  /** Left and right edge of the first SACK block, or −1. */
  sackLeft: number;
  sackRight: number;
  /** First four captured payload bytes as an unsigned number (missing ones 0), or −1 when none was captured. */
  payloadHead: number;
  /** Where the captured payload lies in {@link view}; from another thread only that of a RST comes, and not all of it. */
  view: DataView;
  payloadStart: number;
  payloadCaptured: number;
}
