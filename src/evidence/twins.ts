/**
 * RSTs that are one packet seen twice under two addresses: before and after a NAT in one capture. Copies under the same
 * addresses are found while tracking.
 */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';

/** A router hands a packet on within this time. */
const PASSAGE_US = 50_000;

/** A RST that may be seen again, and its place among all. */
interface Seen {
  readonly event: ResetEvent;
  readonly index: number;
}

/** Marks the second sight of such a packet as a copy of the first. */
export function markTwins(events: readonly ResetEvent[]): ResetEvent[] {
  // By SEQ and ACK number: among many RSTs only those that may be the same packet are compared.
  const recent = new Map<number, Seen[]>();
  return events.map((event, index) => {
    const { reset, copyOf } = event;
    const key = reset.seq * 2 ** 16 + (reset.ack & 0xffff);
    const alike = (recent.get(key) ?? []).filter((seen) => reset.timeUs - seen.event.reset.timeUs <= PASSAGE_US);
    const original = copyOf === null ? alike.find((other) => isTwin(other.event, event)) : undefined;
    recent.set(key, original === undefined ? [...alike, { event, index }] : alike);
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
