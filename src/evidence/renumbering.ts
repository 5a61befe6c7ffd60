/**
 * What a device leaves that changes the sequence numbers of one direction only: to the server the client's acknowledgements are
 * wrong, and to the client the server's RSTs, so that neither can end the connection (RFC 9293 §3.10.7.4, §3.5.3).
 */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import type { Acceptance, Renumbering, VantageFacts } from '../model/evidence.ts';
import { ACK } from '../model/segment.ts';
import { advance, distance } from '../model/sequence.ts';
import { hasFlag, isReset, isSynAck } from './segments.ts';

/** Fewer RSTs may all have been lost on the way. */
const NOT_LOST = 3;
/** A RST is heeded one round trip after it was sent; what comes later than this many was sent in spite of it. */
const ROUND_TRIPS = 2;
/** Where the round trip is not known: longer than one on any path but a satellite's (RFC 6298 §2.1 begins with 1 s). Microseconds. */
const UNKNOWN_TRIP_US = 500_000;
/** An answer of the server itself comes hardly sooner than its first one did. */
const SOONEST_SHARE = 0.9;

export function renumberingOf(event: ResetEvent, acceptance: Acceptance, vantage: VantageFacts): Renumbering | null {
  const { syn } = event.server;
  if (!acceptance.onlySynAck || syn === null || event.reset.from !== 'server' || hasFlag(event.reset, ACK)) return null;
  const expected = advance(syn.seq, 1);
  const { seq } = event.reset;
  const all = [...event.before, event.reset, ...event.after];
  const resets = all.filter((each) => each.from === 'server' && isReset(each) && each.seq === seq);
  const theirs = all.filter((each) => each.from === 'client' && !isReset(each) && hasFlag(each, ACK));
  if (seq === expected) return null;
  return {
    expected,
    offset: distance(seq, expected),
    ignored: ignored(resets, theirs, vantage.toClientUs),
    displaced: displaced(resets, theirs, all, expected, vantage.toServerUs),
  };
}

/** The client goes on with the very number that the RSTs carry: had one come to it unchanged, it would have ended the connection. */
function ignored(
  resets: readonly SeenSegment[],
  theirs: readonly SeenSegment[],
  tripUs: number,
): Renumbering['ignored'] {
  const [first] = resets;
  const heededUs = ROUND_TRIPS * (tripUs < 0 ? UNKNOWN_TRIP_US : tripUs);
  const inVain = (segment: SeenSegment): number =>
    resets.filter(({ timeUs, seq }) => segment.ack === seq && segment.timeUs - timeUs > heededUs).length;
  const last = theirs.findLast((segment) => inVain(segment) >= NOT_LOST);
  return first === undefined || last === undefined ? null : { first, last, count: inVain(last) };
}

/** Here the client is right, yet the server asks once more, and answers each of its segments with one and the same wrong number. */
function displaced(
  resets: readonly SeenSegment[],
  theirs: readonly SeenSegment[],
  all: readonly SeenSegment[],
  expected: number,
  tripUs: number,
): Renumbering['displaced'] {
  const [first] = theirs;
  if (first === undefined || tripUs < 0 || theirs.some(({ ack }) => ack !== expected)) return null;
  const again = all.find((each) => each.from === 'server' && isSynAck(each) && each.frame > first.frame);
  if (again === undefined || resets.length < NOT_LOST || resets.some(({ ttl }) => ttl !== again.ttl)) return null;
  const answered = resets.every(({ timeUs }, index) => {
    const segment = theirs[index];
    return segment !== undefined && timeUs - segment.timeUs >= SOONEST_SHARE * tripUs;
  });
  return answered ? { again, resets: resets.map(({ frame }) => frame) } : null;
}
