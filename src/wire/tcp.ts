// Hot path: runs once per packet. No allocation.
// TCP (RFC 9293 §3.1). Read leniently: a segment that no stack would accept is shown as it is.

import { OPT_INCOMPLETE } from '../model/segment.ts';
import type { Cursor } from './cursor.ts';
import { internAddresses } from './ip-addresses.ts';
import { SEGMENT } from './layers.ts';
import { readTcpOptions } from './tcp-options.ts';

const LEAST_HEADER = 20;
const DESTINATION_PORT = 2;
const SEQ = 4;
const ACK = 8;
const OFFSET_AND_FLAGS = 12;
const WINDOW = 14;
/** The nine flags that have a name; the three bits above them are reserved. */
const NAMED_FLAGS = 0x1ff;

/** Reads the header behind the cursor and completes the segment. */
export function readTcp(cursor: Cursor): number {
  if (!cursor.has(LEAST_HEADER))
    return cursor.wireEnd - cursor.offset < LEAST_HEADER ? cursor.malformed('tcp') : cursor.cut('tcp');
  const view = cursor.view;
  const at = cursor.offset;
  const offsetAndFlags = view.getUint16(at + OFFSET_AND_FLAGS);
  const headerLength = (offsetAndFlags >>> 12) * 4;
  if (headerLength < LEAST_HEADER) return cursor.malformed('tcp');
  internAddresses(cursor);
  const segment = cursor.segment;
  segment.sourcePort = view.getUint16(at);
  segment.destinationPort = view.getUint16(at + DESTINATION_PORT);
  segment.seq = view.getUint32(at + SEQ);
  segment.ack = view.getUint32(at + ACK);
  segment.flags = offsetAndFlags & NAMED_FLAGS;
  segment.window = view.getUint16(at + WINDOW);
  const payloadStart = at + headerLength;
  segment.payloadLength = Math.max(0, cursor.wireEnd - payloadStart);
  segment.view = view;
  segment.payloadStart = payloadStart;
  segment.payloadCaptured = Math.max(0, cursor.end - payloadStart);
  segment.payloadHead = payloadHead(view, payloadStart, segment.payloadCaptured);
  readTcpOptions(view, at + LEAST_HEADER, Math.min(payloadStart, cursor.end), segment);
  if (payloadStart > cursor.end) segment.options |= OPT_INCOMPLETE;
  return SEGMENT;
}

/** The first four bytes as one number, missing ones as 0; −1 when there is none. */
function payloadHead(view: DataView, at: number, captured: number): number {
  if (captured >= 4) return view.getUint32(at);
  if (captured === 0) return -1;
  let head = 0;
  for (let i = 0; i < 4; i++) head = head * 256 + (i < captured ? view.getUint8(at + i) : 0);
  return head;
}
