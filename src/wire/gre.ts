// Hot path: runs once per packet. No allocation.
// GRE (RFC 2784, RFC 2890), its version 1 for PPTP (RFC 2637 §4.1), and ERSPAN (draft-foschiano-erspan-03) inside it.

import type { Cursor } from './cursor.ts';
import { ETHERNET, layerOfEtherType, OTHER_IP, PPP } from './layers.ts';
import { enterTunnel, TUNNEL_GRE } from './tunnels.ts';

const CHECKSUM_PRESENT = 0x8000;
const ROUTING_PRESENT = 0x4000;
const KEY_PRESENT = 0x2000;
const SEQUENCE_PRESENT = 0x1000;
const ACK_PRESENT = 0x0080;
const VERSION = 0x0007;
const PROTOCOL_PPP = 0x880b;
const PROTOCOL_ERSPAN_2 = 0x88be;
const PROTOCOL_ERSPAN_3 = 0x22eb;
const ERSPAN_2_LENGTH = 8;
const ERSPAN_3_LENGTH = 12;
/** Lowest bit of an ERSPAN III header: eight more bytes follow. */
const ERSPAN_3_OPTIONAL = 0x01;

/** Enters the tunnel; routing and versions above 1 are left alone. */
export function readGre(cursor: Cursor): number {
  if (!cursor.has(4)) return cursor.cut('gre');
  const at = cursor.offset;
  const flags = cursor.view.getUint16(at);
  const protocol = cursor.view.getUint16(at + 2);
  // Source routing was dropped by RFC 2784 and nobody sends it.
  if ((flags & ROUTING_PRESENT) !== 0 || (flags & VERSION) > 1) return OTHER_IP;
  const length = headerLength(flags);
  if (!cursor.has(length)) return cursor.cut('gre');
  // The key of PPTP holds a call id, which differs by direction.
  const hasKey = (flags & KEY_PRESENT) !== 0 && (flags & VERSION) === 0;
  const keyAt = (flags & CHECKSUM_PRESENT) !== 0 ? at + 8 : at + 4;
  enterTunnel(cursor, TUNNEL_GRE, hasKey ? cursor.view.getInt32(keyAt) : 0);
  cursor.offset = at + length;
  if (protocol === PROTOCOL_PPP) return cursor.offset < cursor.wireEnd ? PPP : OTHER_IP;
  if (protocol === PROTOCOL_ERSPAN_2)
    return enterErspan(cursor, (flags & SEQUENCE_PRESENT) !== 0 ? ERSPAN_2_LENGTH : 0);
  if (protocol === PROTOCOL_ERSPAN_3) return readErspan3(cursor);
  return layerOfEtherType(protocol);
}

/** Four bytes, and four more for each field that the flags announce; the acknowledgement exists in version 1 only. */
function headerLength(flags: number): number {
  let length = 4;
  if ((flags & CHECKSUM_PRESENT) !== 0) length += 4;
  if ((flags & KEY_PRESENT) !== 0) length += 4;
  if ((flags & SEQUENCE_PRESENT) !== 0) length += 4;
  if ((flags & ACK_PRESENT) !== 0 && (flags & VERSION) === 1) length += 4;
  return length;
}

/** ERSPAN I has no header of its own, ERSPAN II one of eight bytes. */
function enterErspan(cursor: Cursor, length: number): number {
  if (!cursor.has(length)) return cursor.cut('erspan');
  cursor.offset += length;
  return ETHERNET;
}

function readErspan3(cursor: Cursor): number {
  if (!cursor.has(ERSPAN_3_LENGTH)) return cursor.cut('erspan');
  const hasMore = (cursor.view.getUint8(cursor.offset + ERSPAN_3_LENGTH - 1) & ERSPAN_3_OPTIONAL) !== 0;
  return enterErspan(cursor, hasMore ? ERSPAN_3_LENGTH + 8 : ERSPAN_3_LENGTH);
}
