// Hot path: runs once per packet. No allocation.

import type { Cursor } from './cursor.ts';
import { IPV4_DESTINATION, IPV4_SOURCE } from './ipv4.ts';
import { IPV6_DESTINATION, IPV6_SOURCE } from './ipv6.ts';

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
