// Hot path: runs once per packet. No allocation.
// BSD loopback (LINKTYPE_NULL, LINKTYPE_LOOP): the address family in four bytes, of the host's or of network byte order.

import type { Cursor } from './cursor.ts';
import { IP, NOT_IP } from './layers.ts';

/** AF_INET everywhere; AF_INET6 of NetBSD and OpenBSD, FreeBSD, macOS, Linux, Windows. */
const IP_FAMILIES: readonly number[] = [2, 24, 28, 30, 10, 23];

/** Goes on with IP when the family is one of IPv4 or IPv6. */
export function readLoopback(cursor: Cursor): number {
  if (!cursor.has(4)) return cursor.cut('loopback');
  const at = cursor.offset;
  const word = cursor.view.getUint32(at);
  // Families are small numbers: whichever order yields one is the right one.
  const family = word > 0xffff ? cursor.view.getUint32(at, true) : word;
  cursor.offset = at + 4;
  return IP_FAMILIES.includes(family) ? IP : NOT_IP;
}
