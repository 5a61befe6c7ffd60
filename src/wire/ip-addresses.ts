// Hot path: runs once per packet. No allocation.

import type { Cursor } from './cursor.ts';

/** Where the addresses stand in the headers (RFC 791 §3.1, RFC 8200 §3). */
const IPV4_SOURCE = 12;
const IPV4_DESTINATION = 16;
const IPV6_SOURCE = 8;
const IPV6_DESTINATION = 24;

/** Interns the addresses of the IP header at hand. Done only for packets that matter, so that the table stays small. */
export function internAddresses(cursor: Cursor): void {
  const segment = cursor.segment;
  if (segment.source !== -1) return;
  const { addresses, view, ipOffset } = cursor;
  if (segment.ipVersion === 4) {
    segment.source = addresses.intern4(view, ipOffset + IPV4_SOURCE);
    segment.destination = addresses.intern4(view, ipOffset + IPV4_DESTINATION);
  } else {
    segment.source = addresses.intern6(view, ipOffset + IPV6_SOURCE);
    segment.destination = addresses.intern6(view, ipOffset + IPV6_DESTINATION);
  }
}
