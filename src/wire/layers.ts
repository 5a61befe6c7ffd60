// Hot path: runs once per packet. No allocation.
// What comes next in a packet, and how the reading of a packet can end. Small integers: they are compared once per header.

/** Each header reader moves the cursor behind its header and returns one of these. */
export const ETHERNET = 1;
export const LINUX_COOKED_1 = 2;
export const LINUX_COOKED_2 = 3;
export const LOOPBACK = 4;
export const PPP = 5;
export const CISCO_HDLC = 6;
export const NFLOG = 7;
export const RADIOTAP = 8;
export const WIFI = 9;
export const LLC = 10;
export const VLAN_TAG = 11;
export const MPLS = 12;
export const PPPOE = 13;
export const CISCO_METADATA = 14;
/** IPv4 or IPv6, as the version field says. */
export const IP = 15;
export const IPV6_OPTIONS = 16;
export const IPV6_FRAGMENT = 17;
export const AUTHENTICATION = 18;
export const TCP = 19;
export const UDP = 20;
export const ICMP = 21;
export const ICMPV6 = 22;
export const GRE = 23;
export const IP_IN_IP = 24;
export const PKTAP = 25;
export const IPOIB = 26;
/** IEEE 802.11 whose header is padded to a multiple of four bytes. */
export const WIFI_PADDED = 27;

/** From here on: ends. The segment is complete. */
export const SEGMENT = 32;
export const OTHER_IP = 33;
export const ICMP_ERROR = 34;
export const NOT_IP = 35;
/** A fragment that waits for the others. */
export const FRAGMENT = 36;
/** The header named by the cursor was not captured whole. */
export const CUT = 37;
/** The header named by the cursor contradicts itself. */
export const MALFORMED = 38;

/** The layer that an Ethernet type announces (IANA, IEEE 802 numbers). */
export function layerOfEtherType(type: number): number {
  switch (type) {
    case 0x0800:
    case 0x86dd:
      return IP;
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return VLAN_TAG;
    case 0x8847:
    case 0x8848:
      return MPLS;
    case 0x8864:
      return PPPOE;
    case 0x8909:
      return CISCO_METADATA;
    case 0x6558:
      return ETHERNET;
    case 0x880b:
      return PPP;
    default:
      return NOT_IP;
  }
}

/** Whether a layer can lead to TCP, so that its fragments are worth putting together. */
export function mayHoldTcp(layer: number): boolean {
  return layer !== OTHER_IP && layer !== ICMP && layer !== ICMPV6;
}

/** The layer that an IP protocol number announces (IANA, protocol numbers). */
export function layerOfProtocol(protocol: number): number {
  switch (protocol) {
    case 6:
      return TCP;
    case 17:
      return UDP;
    case 1:
      return ICMP;
    case 58:
      return ICMPV6;
    case 4:
    case 41:
      return IP_IN_IP;
    case 47:
      return GRE;
    case 0:
    case 43:
    case 60:
    case 135:
    case 139:
    case 140:
      return IPV6_OPTIONS;
    case 44:
      return IPV6_FRAGMENT;
    case 51:
      return AUTHENTICATION;
    default:
      return OTHER_IP;
  }
}

/**
 * The layer of a packet's first header, by its LINKTYPE_ value (tcpdump.org, link-layer header types); 0 when unknown.
 * 149 is one of the numbers for private use; macOS wrote PKTAP under it before it had one of its own.
 */
export function layerOfLinkType(linkType: number): number {
  switch (linkType) {
    case 1:
      return ETHERNET;
    case 113:
      return LINUX_COOKED_1;
    case 276:
      return LINUX_COOKED_2;
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return IP;
    case 0:
    case 108:
      return LOOPBACK;
    case 9:
    case 50:
      return PPP;
    case 51:
      return PPPOE;
    case 104:
      return CISCO_HDLC;
    case 239:
      return NFLOG;
    case 105:
      return WIFI;
    case 127:
      return RADIOTAP;
    case 242:
      return IPOIB;
    case 149:
    case 258:
      return PKTAP;
    default:
      return 0;
  }
}
