// Hot path: runs once per packet. No allocation.
// Ethernet II and IEEE 802.3, VLAN tags, LLC/SNAP.

import type { Cursor } from './cursor.ts';
import { LLC, layerOfEtherType, NOT_IP } from './layers.ts';

const HEADER_LENGTH = 14;
const SOURCE = 6;
const TYPE = 12;
/** Below: a length (IEEE 802.3 §3.2.6); from here on: an Ethernet type. */
const FIRST_TYPE = 0x600;
const VLAN_ID = 0x0fff;
/** LLC header of SNAP: DSAP and SSAP 0xaa, unnumbered information (IEEE 802 §9.2.3). */
const SNAP = 0xaaaa03;
const SNAP_LENGTH = 8;
const SNAP_TYPE = 6;

/** Destination, source, then a type or a length (IEEE 802.3 §3.2). */
export function readEthernet(cursor: Cursor): number {
  if (!cursor.has(HEADER_LENGTH)) return cursor.cut('ethernet');
  const at = cursor.offset;
  cursor.noteMac(at + SOURCE);
  const type = cursor.view.getUint16(at + TYPE);
  cursor.offset = at + HEADER_LENGTH;
  return type < FIRST_TYPE ? LLC : layerOfEtherType(type);
}

/** Four bytes of a tag: the VLAN id, and the type of what follows (IEEE 802.1Q §9.6). The outermost id is kept. */
export function readVlanTag(cursor: Cursor): number {
  if (!cursor.has(4)) return cursor.cut('vlan');
  const at = cursor.offset;
  if (cursor.segment.vlan === -1) cursor.segment.vlan = cursor.view.getUint16(at) & VLAN_ID;
  const type = cursor.view.getUint16(at + 2);
  cursor.offset = at + 4;
  return type < FIRST_TYPE ? LLC : layerOfEtherType(type);
}

/** LLC is followed by IP only when it carries SNAP with an Ethernet type (RFC 1042). */
export function readLlc(cursor: Cursor): number {
  if (!cursor.has(SNAP_LENGTH)) return NOT_IP;
  const at = cursor.offset;
  if (cursor.view.getUint32(at) >>> 8 !== SNAP) return NOT_IP;
  cursor.offset = at + SNAP_LENGTH;
  return layerOfEtherType(cursor.view.getUint16(at + SNAP_TYPE));
}
