// Hot path: runs once per packet. No allocation.
// IPv6 and its extension headers (RFC 8200 §3, §4; RFC 4302 §2 for the authentication header).

import type { Cursor } from './cursor.ts';
import type { FragmentTable } from './fragments.ts';
import { layerOfProtocol, mayHoldTcp, OTHER_IP } from './layers.ts';

const HEADER_LENGTH = 40;
const PAYLOAD_LENGTH = 4;
const NEXT_HEADER = 6;
const HOP_LIMIT = 7;
const FLOW_LABEL = 0xfffff;
const FRAGMENT_HEADER_LENGTH = 8;

/** Reads an IPv6 header and narrows the cursor to what its length says. */
export function readIpv6(cursor: Cursor): number {
  if (!cursor.has(HEADER_LENGTH)) return cursor.cut('ipv6');
  const view = cursor.view;
  const at = cursor.offset;
  const firstWord = view.getUint32(at);
  const payloadLength = view.getUint16(at + PAYLOAD_LENGTH);
  // A length of 0 is a jumbogram (RFC 2675) or segmentation offload: the packet ends where the frame ends.
  if (payloadLength !== 0) cursor.wireEnd = at + HEADER_LENGTH + payloadLength;
  if (cursor.end > cursor.wireEnd) cursor.end = cursor.wireEnd;
  const segment = cursor.segment;
  segment.ipVersion = 6;
  segment.source = -1;
  segment.dscp = (firstWord >>> 22) & 0x3f;
  segment.flowLabel = firstWord & FLOW_LABEL;
  segment.ttl = view.getUint8(at + HOP_LIMIT);
  segment.ipId = -1;
  segment.dontFragment = -1;
  cursor.ipOffset = at;
  cursor.offset = at + HEADER_LENGTH;
  return layerOfProtocol(view.getUint8(at + NEXT_HEADER));
}

/** Hop-by-hop, routing and destination options, mobility (RFC 6275), host identity (RFC 7401), shim6 (RFC 5533): next header, length in units of eight bytes beyond the first eight. */
export function readIpv6Options(cursor: Cursor): number {
  if (!cursor.has(8)) return cursor.cut('ipv6');
  const at = cursor.offset;
  cursor.offset = at + (cursor.view.getUint8(at + 1) + 1) * 8;
  return layerOfProtocol(cursor.view.getUint8(at));
}

/** The authentication header counts units of four bytes beyond the first eight. */
export function readAuthentication(cursor: Cursor): number {
  if (!cursor.has(12)) return cursor.cut('ah');
  const at = cursor.offset;
  cursor.offset = at + (cursor.view.getUint8(at + 1) + 2) * 4;
  return layerOfProtocol(cursor.view.getUint8(at));
}

/** A fragment header with offset 0 and no more fragments is an atomic fragment (RFC 6946): the packet is whole. */
export function readIpv6Fragment(cursor: Cursor, fragments: FragmentTable): number {
  if (!cursor.has(FRAGMENT_HEADER_LENGTH)) return cursor.cut('ipv6');
  const view = cursor.view;
  const at = cursor.offset;
  const field = view.getUint16(at + 2);
  cursor.segment.ipId = view.getUint32(at + 4);
  cursor.offset = at + FRAGMENT_HEADER_LENGTH;
  const layer = layerOfProtocol(view.getUint8(at));
  const fragmentOffset = field & 0xfff8;
  const isLast = (field & 1) === 0;
  if (fragmentOffset === 0 && isLast) return layer;
  return mayHoldTcp(layer) ? fragments.add(cursor, layer, fragmentOffset, isLast) : OTHER_IP;
}
