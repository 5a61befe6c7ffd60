/**
 * RSTs that are one packet seen twice under two addresses: before and after a NAT in one capture. Copies under the same
 * addresses are found while tracking.
 */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';

/** A router hands a packet on within this time. */
const PASSAGE_US = 50_000;

/** Marks the second sight of such a packet as a copy of the first. */
export function markTwins(events: readonly ResetEvent[]): ResetEvent[] {
  const recent: { readonly event: ResetEvent; readonly index: number }[] = [];
  return events.map((event, index) => {
    while (recent[0] !== undefined && event.reset.timeUs - recent[0].event.reset.timeUs > PASSAGE_US) recent.shift();
    const original = event.copyOf === null ? recent.find((other) => isTwin(other.event, event)) : undefined;
    if (original === undefined) recent.push({ event, index });
    return original === undefined ? event : { ...event, copyOf: original.index };
  });
}

/** The same bytes of TCP, and both sequence spaces equal: 64 bits that two connections do not share by chance. */
function isTwin(one: ResetEvent, other: ResetEvent): boolean {
  return (
    one.connection !== other.connection &&
    sameHeader(one.reset, other.reset) &&
    one.client.nextSeq === other.client.nextSeq &&
    one.server.nextSeq === other.server.nextSeq &&
    one.client.nextSeq !== null &&
    one.server.nextSeq !== null
  );
}

function sameHeader(a: SeenSegment, b: SeenSegment): boolean {
  return (
    a.from === b.from &&
    a.flags === b.flags &&
    a.seq === b.seq &&
    a.ack === b.ack &&
    a.window === b.window &&
    a.ipId === b.ipId &&
    a.tsValue === b.tsValue &&
    a.payloadLength === b.payloadLength
  );
}
