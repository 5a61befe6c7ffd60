/**
 * RSTs that are one packet seen twice under two addresses: before and after a NAT in one capture. Copies under the same
 * addresses are found while tracking.
 */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';

/** A router hands a packet on within this time. */
const PASSAGE_US = 50_000;

/** A RST that may be seen again, and its place among all. */
interface Seen {
  readonly index: number;
  readonly connection: number;
  readonly reset: SeenSegment;
  /** Where both sequence spaces stand. */
  readonly clientNext: number | null;
  readonly serverNext: number | null;
}

/** Finds the second sights of such packets among the RSTs that it is shown, in the order of frames. */
export class Twins {
  /** By SEQ and ACK number: only RSTs that may be the same packet are compared. The key that was added to last comes last. */
  readonly #recent = new Map<number, readonly Seen[]>();

  /** The place of the first sight of this packet; null: this is the first one. */
  originalOf(event: ResetEvent, index: number): number | null {
    const { reset, copyOf, connection } = event;
    const seen = { index, connection, reset, clientNext: event.client.nextSeq, serverNext: event.server.nextSeq };
    const sinceUs = reset.timeUs - PASSAGE_US;
    this.#forgetBefore(sinceUs);
    const key = reset.seq * 2 ** 16 + (reset.ack & 0xffff);
    const alike = (this.#recent.get(key) ?? []).filter((other) => other.reset.timeUs >= sinceUs);
    const original = copyOf === null ? alike.find((other) => isTwin(other, seen)) : undefined;
    if (original !== undefined) return original.index;
    this.#recent.delete(key);
    this.#recent.set(key, [...alike, seen]);
    return null;
  }

  #forgetBefore(timeUs: number): void {
    for (const [key, alike] of this.#recent) {
      if (alike.some(({ reset }) => reset.timeUs >= timeUs)) return;
      this.#recent.delete(key);
    }
  }
}

/** The same bytes of TCP, and both sequence spaces equal: 64 bits that two connections do not share by chance. */
function isTwin(one: Seen, other: Seen): boolean {
  return (
    one.connection !== other.connection &&
    sameHeader(one.reset, other.reset) &&
    one.clientNext === other.clientNext &&
    one.serverNext === other.serverNext &&
    one.clientNext !== null &&
    one.serverNext !== null
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
