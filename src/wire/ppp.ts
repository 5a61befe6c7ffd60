// Hot path: runs once per packet. No allocation.
// PPP (RFC 1661 §2, RFC 1662 §3.1), PPPoE sessions (RFC 2516 §4) and Cisco HDLC.

import type { Cursor } from './cursor.ts';
import { CISCO_HDLC, IP, layerOfEtherType, MPLS, NOT_IP, PPP } from './layers.ts';

/** All stations, unnumbered information. */
const ADDRESS_AND_CONTROL = 0xff03;
const PROTOCOL_IPV4 = 0x0021;
const PROTOCOL_IPV6 = 0x0057;
const PROTOCOL_MPLS = 0x0281;
const PPPOE_LENGTH = 6;
const HDLC_LENGTH = 4;
const HDLC_UNICAST = 0x0f;
const HDLC_MULTICAST = 0x8f;

/** Address and control may be left out, and a protocol below 256 may be one byte: its lowest bit is then set. */
export function readPpp(cursor: Cursor): number {
  if (!cursor.has(2)) return cursor.cut('ppp');
  const view = cursor.view;
  const first = view.getUint8(cursor.offset);
  if (first === HDLC_UNICAST || first === HDLC_MULTICAST) return CISCO_HDLC;
  if (view.getUint16(cursor.offset) === ADDRESS_AND_CONTROL) cursor.offset += 2;
  if (!cursor.has(2)) return cursor.cut('ppp');
  const isShort = (view.getUint8(cursor.offset) & 1) === 1;
  const protocol = isShort ? view.getUint8(cursor.offset) : view.getUint16(cursor.offset);
  cursor.offset += isShort ? 1 : 2;
  if (protocol === PROTOCOL_IPV4 || protocol === PROTOCOL_IPV6) return IP;
  return protocol === PROTOCOL_MPLS ? MPLS : NOT_IP;
}

/** Version, type, code, session and length, then PPP. */
export function readPppoe(cursor: Cursor): number {
  if (!cursor.has(PPPOE_LENGTH)) return cursor.cut('pppoe');
  cursor.offset += PPPOE_LENGTH;
  return PPP;
}

/** Address, control, then an Ethernet type. */
export function readCiscoHdlc(cursor: Cursor): number {
  if (!cursor.has(HDLC_LENGTH)) return cursor.cut('hdlc');
  cursor.offset += HDLC_LENGTH;
  return layerOfEtherType(cursor.view.getUint16(cursor.offset - 2));
}
