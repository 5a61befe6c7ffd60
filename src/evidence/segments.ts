/** Small questions about one remembered segment, used by every file of this folder. */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import { ACK, FIN, RST, SYN } from '../model/segment.ts';
import { advance } from '../model/sequence.ts';

export function hasFlag(segment: SeenSegment, flag: number): boolean {
  return (segment.flags & flag) !== 0;
}

/** One after the last sequence number the segment occupies: payload, SYN and FIN count (RFC 9293 §3.4, SEG.LEN). */
export function endOf(segment: SeenSegment): number {
  const control = (hasFlag(segment, SYN) ? 1 : 0) + (hasFlag(segment, FIN) ? 1 : 0);
  return advance(segment.seq, segment.payloadLength + control);
}

export function isReset(segment: SeenSegment): boolean {
  return hasFlag(segment, RST);
}

export function isSynAck(segment: SeenSegment): boolean {
  return hasFlag(segment, SYN) && hasFlag(segment, ACK);
}

/** Routing moves a TTL by one or two hops within a connection; this much is another sender. */
export const OTHER_DISTANCE = 3;

/** The common initial TTLs: Linux, macOS and BSD 64, Windows 128, lwIP and network devices 255. */
const INITIAL_TTLS = [32, 64, 128, 255];

/** The initial TTL that a received TTL most probably started from. */
export function initialTtl(ttl: number): number {
  return INITIAL_TTLS.find((initial) => ttl <= initial) ?? 255;
}

/** The TTL a side usually shows, and how many segments showed it; falls back to its SYN. */
export function usualTtl(side: SideFacts): { readonly ttl: number; readonly samples: number } | null {
  let best: { ttl: number; samples: number } | null = null;
  for (const { ttl, count } of side.ttls) {
    if (best === null || count > best.samples) best = { ttl, samples: count };
  }
  if (best === null && side.syn !== null) return { ttl: side.syn.ttl, samples: 1 };
  return best;
}
