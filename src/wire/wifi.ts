// Hot path: runs once per packet. No allocation.
// IEEE 802.11 data frames (§9.3.2) that are not encrypted, with or without a radiotap header (radiotap.org).

import type { Cursor } from './cursor.ts';
import { LLC, NOT_IP, WIFI, WIFI_PADDED } from './layers.ts';

/** Version, padding, length and the word that says which fields follow. */
const RADIOTAP_LENGTH = 8;
/** Bits of that word, and of the flags field (radiotap.org, defined fields). */
const HAS_TIME = 0x01;
const HAS_FLAGS = 0x02;
const RADIOTAP_PADDED = 0x20;
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
  if (!cursor.has(RADIOTAP_LENGTH)) return cursor.cut('radiotap');
  const length = cursor.view.getUint16(cursor.offset + 2, true);
  if (length < RADIOTAP_LENGTH) return cursor.malformed('radiotap');
  if (!cursor.has(length)) return cursor.cut('radiotap');
  const flags = radiotapFlags(cursor.view, cursor.offset, length);
  cursor.offset += length;
  return (flags & RADIOTAP_PADDED) === 0 ? WIFI : WIFI_PADDED;
}

/** The flags field, or 0: it stands behind the words that say which fields there are, and behind the time (aligned to eight bytes). */
function radiotapFlags(view: DataView, at: number, length: number): number {
  const present = view.getUint32(at + 4, true);
  if ((present & HAS_FLAGS) === 0) return 0;
  let offset = 4;
  let word = present;
  while (offset + 8 <= length && word >>> 31 === 1) {
    offset += 4;
    word = view.getUint32(at + offset, true);
  }
  offset += 4;
  if ((present & HAS_TIME) !== 0) offset = ((offset + 7) & ~7) + 8;
  return offset < length ? view.getUint8(at + offset) : 0;
}

/** Goes on with LLC when the frame carries data in the clear. */
export function readWifi(cursor: Cursor, isPadded: boolean): number {
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
  const length = LEAST_HEADER + (hasFourAddresses ? 6 : 0) + (isQos ? 2 : 0) + (isQos && (flags & ORDER) !== 0 ? 4 : 0);
  cursor.offset = at + (isPadded ? (length + 3) & ~3 : length);
  return LLC;
}
