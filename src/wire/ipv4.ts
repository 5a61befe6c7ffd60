// Hot path: runs once per packet. No allocation.
// IPv4 (RFC 791 §3.1).

import type { Cursor } from './cursor.ts';
import type { FragmentTable } from './fragments.ts';
import { layerOfProtocol, mayHoldTcp, OTHER_IP } from './layers.ts';

const LEAST_HEADER = 20;
const TOTAL_LENGTH = 2;
const IDENTIFICATION = 4;
const FRAGMENT_FIELD = 6;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;
const TTL = 8;
const PROTOCOL = 9;

/** Reads an IPv4 header and narrows the cursor to what its lengths say. */
export function readIpv4(cursor: Cursor, fragments: FragmentTable): number {
  if (!cursor.has(LEAST_HEADER)) return cursor.cut('ipv4');
  const view = cursor.view;
  const at = cursor.offset;
  const headerLength = (view.getUint8(at) & 0x0f) * 4;
  const totalLength = view.getUint16(at + TOTAL_LENGTH);
  // A total length of 0 comes from segmentation offload: the packet was captured before the length was filled in.
  if (headerLength < LEAST_HEADER || (totalLength !== 0 && totalLength < headerLength)) return cursor.malformed('ipv4');
  if (!cursor.has(headerLength)) return cursor.cut('ipv4');
  if (totalLength !== 0) cursor.wireEnd = at + totalLength;
  if (cursor.end > cursor.wireEnd) cursor.end = cursor.wireEnd;
  const fragment = view.getUint16(at + FRAGMENT_FIELD);
  const segment = cursor.segment;
  segment.ipVersion = 4;
  segment.source = -1;
  segment.dscp = view.getUint8(at + 1) >>> 2;
  segment.ttl = view.getUint8(at + TTL);
  segment.ipId = view.getUint16(at + IDENTIFICATION);
  segment.dontFragment = (fragment & DONT_FRAGMENT) === 0 ? 0 : 1;
  segment.flowLabel = -1;
  cursor.ipOffset = at;
  cursor.offset = at + headerLength;
  const layer = layerOfProtocol(view.getUint8(at + PROTOCOL));
  if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) === 0) return layer;
  if (!mayHoldTcp(layer)) return OTHER_IP;
  const isLast = (fragment & MORE_FRAGMENTS) === 0;
  return fragments.add(cursor, layer, (fragment & FRAGMENT_OFFSET) * 8, isLast);
}
