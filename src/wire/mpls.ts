// Hot path: runs once per packet. No allocation.
// MPLS label stacks (RFC 3032 §2.1) and Cisco metadata (security group tags), which both stand between Ethernet and IP.

import type { Cursor } from './cursor.ts';
import { ETHERNET, IP, layerOfEtherType, NOT_IP } from './layers.ts';

const BOTTOM_OF_STACK = 0x100;

/** No field says what the labels carry; the first four bits tell (RFC 4928 §3): a version of IP, or 0 for a control word. */
export function readMpls(cursor: Cursor): number {
  let isBottom = false;
  while (!isBottom) {
    if (!cursor.has(4)) return cursor.cut('mpls');
    isBottom = (cursor.view.getUint32(cursor.offset) & BOTTOM_OF_STACK) !== 0;
    cursor.offset += 4;
  }
  if (!cursor.has(1)) return cursor.cut('mpls');
  const nibble = cursor.view.getUint8(cursor.offset) >>> 4;
  if (nibble === 4 || nibble === 6) return IP;
  if (nibble !== 0) return NOT_IP;
  cursor.offset += 4;
  return ETHERNET;
}

/** Version, length in units of four bytes, options, then an Ethernet type. */
export function readCiscoMetadata(cursor: Cursor): number {
  if (!cursor.has(2)) return cursor.cut('cmd');
  const length = 2 + cursor.view.getUint8(cursor.offset + 1) * 4;
  if (!cursor.has(length + 2)) return cursor.cut('cmd');
  cursor.offset += length + 2;
  return layerOfEtherType(cursor.view.getUint16(cursor.offset - 2));
}
