// Hot path: runs once per packet. No allocation.
// IEEE 802.11 data frames (§9.3.2) that are not encrypted, with or without a radiotap header (radiotap.org).

import type { Cursor } from './cursor.ts';
import { LLC, NOT_IP, WIFI } from './layers.ts';

const LEAST_HEADER = 24;
const TYPE_DATA = 2;
const SUBTYPE_QOS = 0x80;
const SUBTYPE_NO_DATA = 0x40;
const TO_DISTRIBUTION = 0x01;
const FROM_DISTRIBUTION = 0x02;
const PROTECTED = 0x40;
const ORDER = 0x80;

/** The length of this header is little-endian whatever the capture is. */
export function readRadiotap(cursor: Cursor): number {
  if (!cursor.has(4)) return cursor.cut('radiotap');
  cursor.offset += cursor.view.getUint16(cursor.offset + 2, true);
  return WIFI;
}

/** Goes on with LLC when the frame carries data in the clear. */
export function readWifi(cursor: Cursor): number {
  if (!cursor.has(2)) return cursor.cut('wifi');
  const at = cursor.offset;
  const control = cursor.view.getUint8(at);
  const flags = cursor.view.getUint8(at + 1);
  const isData = ((control >>> 2) & 3) === TYPE_DATA && (control & SUBTYPE_NO_DATA) === 0;
  if (!isData || (flags & PROTECTED) !== 0) return NOT_IP;
  if (!cursor.has(LEAST_HEADER)) return cursor.cut('wifi');
  const hasFourAddresses = (flags & TO_DISTRIBUTION) !== 0 && (flags & FROM_DISTRIBUTION) !== 0;
  const isQos = (control & SUBTYPE_QOS) !== 0;
  // The second address is the sender on the air; behind an access point the third is the one that sent the packet.
  cursor.noteMac((flags & FROM_DISTRIBUTION) !== 0 && !hasFourAddresses ? at + 16 : at + 10);
  cursor.offset =
    at + LEAST_HEADER + (hasFourAddresses ? 6 : 0) + (isQos ? 2 : 0) + (isQos && (flags & ORDER) !== 0 ? 4 : 0);
  return LLC;
}
