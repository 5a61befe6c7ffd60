// Hot path: runs once per packet. No allocation.
// UDP, looked at only for the tunnels that it may carry: VXLAN (RFC 7348), GENEVE (RFC 8926), GTP-U (3GPP TS 29.281 §5).

import type { Cursor } from './cursor.ts';
import { ETHERNET, IP, layerOfEtherType, OTHER_IP } from './layers.ts';
import { enterTunnel, TUNNEL_GENEVE, TUNNEL_GTP, TUNNEL_VXLAN } from './tunnels.ts';

const HEADER_LENGTH = 8;
const VXLAN_PORT = 4789;
/** The port of VXLAN before IANA gave it one; still the default of Linux (drivers/net/vxlan, `vxlan_port`) and of flannel. */
const VXLAN_OLD_PORT = 8472;
const GENEVE_PORT = 6081;
const GTP_USER_PORT = 2152;
const TUNNEL_HEADER_LENGTH = 8;
const ETHERNET_HEADER_LENGTH = 14;
/** The only flag of VXLAN: a network identifier is given. */
const VXLAN_FLAGS = 0x08;
/** GTP version 1, protocol type GTP; the three bits below announce four more bytes. */
const GTP_VERSION_1 = 0x3;
const GTP_HAS_MORE = 0x07;
const GTP_HAS_EXTENSION = 0x04;
/** Message type of a user packet. */
const GTP_USER_PACKET = 255;

/** Whether a datagram to or from this port may carry a tunnel. */
export function isTunnelPort(port: number): boolean {
  return port === VXLAN_PORT || port === VXLAN_OLD_PORT || port === GENEVE_PORT || port === GTP_USER_PORT;
}

/** Enters a tunnel when either port is that of one. */
export function readUdp(cursor: Cursor): number {
  if (!cursor.has(HEADER_LENGTH)) return OTHER_IP;
  const at = cursor.offset;
  const source = cursor.view.getUint16(at);
  const destination = cursor.view.getUint16(at + 2);
  cursor.offset = at + HEADER_LENGTH;
  if (destination === VXLAN_PORT || source === VXLAN_PORT) return readVxlan(cursor);
  if (destination === VXLAN_OLD_PORT) return readOldVxlan(cursor);
  if (destination === GENEVE_PORT || source === GENEVE_PORT) return readGeneve(cursor);
  if (destination === GTP_USER_PORT || source === GTP_USER_PORT) return readGtpUser(cursor);
  return OTHER_IP;
}

function readVxlan(cursor: Cursor): number {
  if (!cursor.has(TUNNEL_HEADER_LENGTH)) return cursor.cut('vxlan');
  const at = cursor.offset;
  if ((cursor.view.getUint8(at) & VXLAN_FLAGS) === 0) return OTHER_IP;
  enterTunnel(cursor, TUNNEL_VXLAN, cursor.view.getUint32(at + 4) >>> 8);
  cursor.offset = at + TUNNEL_HEADER_LENGTH;
  return ETHERNET;
}

/** Others use this port too: every reserved bit must be 0 (RFC 7348 §5), and the frame inside must be one of IP. */
function readOldVxlan(cursor: Cursor): number {
  const at = cursor.offset;
  if (!cursor.has(TUNNEL_HEADER_LENGTH + ETHERNET_HEADER_LENGTH)) return OTHER_IP;
  if (cursor.view.getUint32(at) !== VXLAN_FLAGS * 0x1_00_00_00 || cursor.view.getUint8(at + 7) !== 0) return OTHER_IP;
  const type = cursor.view.getUint16(at + TUNNEL_HEADER_LENGTH + ETHERNET_HEADER_LENGTH - 2);
  return layerOfEtherType(type) === IP ? readVxlan(cursor) : OTHER_IP;
}

function readGeneve(cursor: Cursor): number {
  if (!cursor.has(TUNNEL_HEADER_LENGTH)) return cursor.cut('geneve');
  const at = cursor.offset;
  const versionAndLength = cursor.view.getUint8(at);
  if (versionAndLength >>> 6 !== 0) return OTHER_IP;
  enterTunnel(cursor, TUNNEL_GENEVE, cursor.view.getUint32(at + 4) >>> 8);
  cursor.offset = at + TUNNEL_HEADER_LENGTH + (versionAndLength & 0x3f) * 4;
  return layerOfEtherType(cursor.view.getUint16(at + 2));
}

function readGtpUser(cursor: Cursor): number {
  if (!cursor.has(TUNNEL_HEADER_LENGTH)) return cursor.cut('gtp');
  const view = cursor.view;
  const at = cursor.offset;
  const flags = view.getUint8(at);
  if (flags >>> 4 !== GTP_VERSION_1 || view.getUint8(at + 1) !== GTP_USER_PACKET) return OTHER_IP;
  // The tunnel id differs by direction, so that it cannot tell tunnels apart.
  enterTunnel(cursor, TUNNEL_GTP, 0);
  cursor.offset = at + TUNNEL_HEADER_LENGTH;
  return (flags & GTP_HAS_MORE) === 0 ? IP : skipGtpExtensions(cursor, (flags & GTP_HAS_EXTENSION) !== 0);
}

/** Sequence number, N-PDU number and the type of the first extension; each extension ends with the type of the next. */
function skipGtpExtensions(cursor: Cursor, hasExtension: boolean): number {
  if (!cursor.has(4)) return cursor.cut('gtp');
  let next = hasExtension ? cursor.view.getUint8(cursor.offset + 3) : 0;
  cursor.offset += 4;
  while (next !== 0) {
    if (!cursor.has(4)) return cursor.cut('gtp');
    const length = cursor.view.getUint8(cursor.offset) * 4;
    if (length === 0) return cursor.malformed('gtp');
    if (!cursor.has(length)) return cursor.cut('gtp');
    cursor.offset += length;
    next = cursor.view.getUint8(cursor.offset - 1);
  }
  return IP;
}
