// Hot path: runs once per packet. No allocation.
// ICMP (RFC 792) and ICMPv6 (RFC 4443 §3.1), told apart only as errors and others. A TCP header quoted in an error is no segment.

import type { Cursor } from './cursor.ts';
import { ICMP_ERROR, OTHER_IP } from './layers.ts';

const UNREACHABLE = 3;
const UNREACHABLE_V6 = 1;

/** Tells "destination unreachable" from all other messages. */
export function readIcmp(cursor: Cursor): number {
  return cursor.has(1) && cursor.view.getUint8(cursor.offset) === UNREACHABLE ? ICMP_ERROR : OTHER_IP;
}

/** The same for ICMPv6. */
export function readIcmpv6(cursor: Cursor): number {
  return cursor.has(1) && cursor.view.getUint8(cursor.offset) === UNREACHABLE_V6 ? ICMP_ERROR : OTHER_IP;
}
