// Hot path: runs once per packet. No allocation.
// IP over InfiniBand (LINKTYPE_IPOIB; RFC 4391 §6).

import type { Cursor } from './cursor.ts';
import { layerOfEtherType } from './layers.ts';

/** A global route header of which only the destination address may be filled in (Wireshark, packet-ipoib.c). */
const ROUTE_LENGTH = 40;
const HEADER_LENGTH = 4;

/** Ethernet type, two reserved bytes. */
export function readIpoib(cursor: Cursor): number {
  const length = ROUTE_LENGTH + HEADER_LENGTH;
  if (!cursor.has(length)) return cursor.cut('ipoib');
  cursor.offset += length;
  return layerOfEtherType(cursor.view.getUint16(cursor.offset - HEADER_LENGTH));
}
