// Hot path: runs once per packet. No allocation.
// The header that macOS puts before packets of several interfaces (LINKTYPE_PKTAP; xnu, bsd/net/pktap.h).

import type { Cursor } from './cursor.ts';
import { layerOfLinkType, NOT_IP } from './layers.ts';

/** Length, type of the record, link type, and more that is passed over. */
const LEAST_HEADER = 12;
/** Type of a record that holds a packet. */
const PACKET_RECORD = 1;

/** The numbers have the byte order of the host that captured, which has been little-endian for as long as this format exists. */
export function readPktap(cursor: Cursor): number {
  if (!cursor.has(LEAST_HEADER)) return cursor.cut('pktap');
  const at = cursor.offset;
  const length = cursor.view.getUint32(at, true);
  if (length < LEAST_HEADER) return cursor.malformed('pktap');
  if (!cursor.has(length)) return cursor.cut('pktap');
  cursor.offset = at + length;
  if (cursor.view.getUint32(at + 4, true) !== PACKET_RECORD) return NOT_IP;
  const layer = layerOfLinkType(cursor.view.getUint32(at + 8, true));
  return layer === 0 ? NOT_IP : layer;
}
