// Hot path: runs once per packet. No allocation.
// Which file reads which header.

import type { Cursor } from './cursor.ts';
import { readEthernet, readLlc, readVlanTag } from './ethernet.ts';
import type { FragmentTable } from './fragments.ts';
import { readGre } from './gre.ts';
import { readIcmp, readIcmpv6 } from './icmp.ts';
import { readIpoib } from './infiniband.ts';
import { readIpv4 } from './ipv4.ts';
import { readAuthentication, readIpv6, readIpv6Fragment, readIpv6Options } from './ipv6.ts';
import * as layers from './layers.ts';
import { readLinuxCooked1, readLinuxCooked2, readNflog } from './linux-cooked.ts';
import { readLoopback } from './loopback.ts';
import { readCiscoMetadata, readMpls } from './mpls.ts';
import { readPktap } from './pktap.ts';
import { readCiscoHdlc, readPpp, readPppoe } from './ppp.ts';
import { readTcp } from './tcp.ts';
import { enterTunnel, TUNNEL_IP } from './tunnels.ts';
import { readUdp } from './udp.ts';
import { readRadiotap, readWifi } from './wifi.ts';

/** Reads the header at the cursor, moves the cursor behind it, and says what follows. */
export function readHeader(layer: number, cursor: Cursor, fragments: FragmentTable): number {
  switch (layer) {
    case layers.ETHERNET:
      return readEthernet(cursor);
    case layers.IP:
      return readIp(cursor, fragments);
    case layers.TCP:
      return readTcp(cursor);
    case layers.UDP:
      return readUdp(cursor);
    case layers.ICMP:
      return readIcmp(cursor);
    case layers.ICMPV6:
      return readIcmpv6(cursor);
    case layers.IPV6_OPTIONS:
      return readIpv6Options(cursor);
    case layers.IPV6_FRAGMENT:
      return readIpv6Fragment(cursor, fragments);
    case layers.AUTHENTICATION:
      return readAuthentication(cursor);
    case layers.GRE:
      return readGre(cursor);
    case layers.IP_IN_IP:
      enterTunnel(cursor, TUNNEL_IP, 0);
      return layers.IP;
    default:
      return readLinkHeader(layer, cursor);
  }
}

function readLinkHeader(layer: number, cursor: Cursor): number {
  switch (layer) {
    case layers.LINUX_COOKED_1:
      return readLinuxCooked1(cursor);
    case layers.LINUX_COOKED_2:
      return readLinuxCooked2(cursor);
    case layers.LOOPBACK:
      return readLoopback(cursor);
    case layers.VLAN_TAG:
      return readVlanTag(cursor);
    case layers.LLC:
      return readLlc(cursor);
    case layers.PPP:
      return readPpp(cursor);
    case layers.PPPOE:
      return readPppoe(cursor);
    case layers.CISCO_HDLC:
      return readCiscoHdlc(cursor);
    case layers.MPLS:
      return readMpls(cursor);
    case layers.CISCO_METADATA:
      return readCiscoMetadata(cursor);
    case layers.NFLOG:
      return readNflog(cursor);
    case layers.RADIOTAP:
      return readRadiotap(cursor);
    case layers.WIFI:
    case layers.WIFI_PADDED:
      return readWifi(cursor, layer === layers.WIFI_PADDED);
    case layers.PKTAP:
      return readPktap(cursor);
    case layers.IPOIB:
      return readIpoib(cursor);
    default:
      return layers.NOT_IP;
  }
}

/** The version field decides, as in every stack; the type in front of it may be wrong. */
export function readIp(cursor: Cursor, fragments: FragmentTable): number {
  if (!cursor.has(1)) return cursor.cut('ip');
  const version = cursor.view.getUint8(cursor.offset) >>> 4;
  if (version === 4) return readIpv4(cursor, fragments);
  if (version === 6) return readIpv6(cursor);
  return cursor.malformed('ip');
}
