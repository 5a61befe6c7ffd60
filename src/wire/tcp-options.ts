// Hot path: runs once per packet. No allocation.
// TCP options (IANA, TCP option kinds; RFC 9293 §3.2, RFC 7323, RFC 2018, RFC 8684).

import {
  MPTCP_CLOSED,
  OPT_AO,
  OPT_INCOMPLETE,
  OPT_MD5,
  OPT_MPTCP,
  OPT_MSS,
  OPT_OTHER,
  OPT_SACK,
  OPT_SACK_PERMITTED,
  OPT_TIMESTAMPS,
  OPT_WINDOW_SCALE,
  type Segment,
  SYN,
} from '../model/segment.ts';

const END = 0;
const NO_OPERATION = 1;
const MSS = 2;
const WINDOW_SCALE = 3;
const SACK_PERMITTED = 4;
const SACK = 5;
const TIMESTAMPS = 8;
const MD5 = 19;
const AO = 29;
const MPTCP = 30;
/** Subtype of the MPTCP option that says why a subflow is reset (RFC 8684 §3.6). */
const MP_TCPRST = 8;
/** Subtype that closes the whole connection (RFC 8684 §3.5); Linux adds an MP_TCPRST without a reason to it. */
const MP_FASTCLOSE = 7;
/** The commonest layout by far: two no-operations, then timestamps, and nothing else (RFC 7323 appendix A). */
const ALIGNED_TIMESTAMPS = 0x0101080a;
/** A number holds thirteen hexadecimal digits exactly. */
const MOST_KINDS = 13;

/** A connection that is closed as a whole states no reason for a subflow, whatever stands beside it. */
function readMultipath(view: DataView, at: number, segment: Segment): void {
  const subtype = view.getUint8(at + 2) >>> 4;
  if (subtype === MP_FASTCLOSE) segment.mptcpReason = MPTCP_CLOSED;
  else if (subtype === MP_TCPRST && segment.mptcpReason !== MPTCP_CLOSED) segment.mptcpReason = view.getUint8(at + 3);
}

/** Fills the option fields of a segment from the bytes between two offsets. */
export function readTcpOptions(view: DataView, from: number, end: number, segment: Segment): void {
  segment.options = 0;
  segment.mss = -1;
  segment.windowScale = -1;
  segment.optionOrder = 0;
  segment.mptcpReason = -1;
  segment.sackLeft = -1;
  segment.sackRight = -1;
  if (from >= end) return;
  const isSyn = (segment.flags & SYN) !== 0;
  if (end - from === 12 && !isSyn && view.getUint32(from) === ALIGNED_TIMESTAMPS) {
    segment.options = OPT_TIMESTAMPS;
    segment.tsValue = view.getUint32(from + 4);
    segment.tsEcho = view.getUint32(from + 8);
    return;
  }
  if (isSyn) segment.optionOrder = optionOrder(view, from, end);
  for (let at = from; at < end; ) {
    const kind = view.getUint8(at);
    if (kind === END) return;
    if (kind === NO_OPERATION) {
      at++;
      continue;
    }
    const length = at + 1 < end ? view.getUint8(at + 1) : 0;
    if (length < 2 || at + length > end) {
      segment.options |= OPT_INCOMPLETE;
      return;
    }
    segment.options |= readOption(view, at, kind, length, segment);
    at += length;
  }
}

/** Reads one option that lies whole in the header, and names it. */
function readOption(view: DataView, at: number, kind: number, length: number, segment: Segment): number {
  switch (kind) {
    case MSS:
      if (length !== 4) return OPT_INCOMPLETE;
      segment.mss = view.getUint16(at + 2);
      return OPT_MSS;
    case WINDOW_SCALE:
      if (length !== 3) return OPT_INCOMPLETE;
      segment.windowScale = view.getUint8(at + 2);
      return OPT_WINDOW_SCALE;
    case SACK_PERMITTED:
      return OPT_SACK_PERMITTED;
    case SACK:
      if (length < 10) return OPT_INCOMPLETE;
      segment.sackLeft = view.getUint32(at + 2);
      segment.sackRight = view.getUint32(at + 6);
      return OPT_SACK;
    case TIMESTAMPS:
      if (length !== 10) return OPT_INCOMPLETE;
      segment.tsValue = view.getUint32(at + 2);
      segment.tsEcho = view.getUint32(at + 6);
      return OPT_TIMESTAMPS;
    case MPTCP:
      if (length >= 4) readMultipath(view, at, segment);
      return OPT_MPTCP;
    case MD5:
      return OPT_MD5;
    case AO:
      return OPT_AO;
    default:
      return OPT_OTHER;
  }
}

/** The kinds in order, one hexadecimal digit each, the first in the lowest: a fingerprint of the stack that wrote the SYN. */
function optionOrder(view: DataView, from: number, end: number): number {
  let order = 0;
  let weight = 1;
  let count = 0;
  for (let at = from; at < end && count < MOST_KINDS; count++) {
    const kind = view.getUint8(at);
    order += Math.min(kind, 15) * weight;
    weight *= 16;
    if (kind === END) return order;
    const length = kind === NO_OPERATION ? 1 : at + 1 < end ? view.getUint8(at + 1) : 0;
    if (length === 0) return order;
    at += length;
  }
  return order;
}
