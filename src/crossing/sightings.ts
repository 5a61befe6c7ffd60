// Hot path: runs once per packet. No allocation except for segments that were looked for.
/** Looks for the segments around each RST of one capture in the other capture of the same connections. */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import { ACK, FIN, OPT_TIMESTAMPS, PSH, RST, type Segment, SYN, URG } from '../model/segment.ts';

/** Segments around a RST that are looked for: enough to see a gap, few enough for a hundred thousand RSTs. */
const BEFORE = 12;
const AFTER = 6;
/** A segment that comes more often is a retransmission or a probe, and says nothing new. */
const SIGHTINGS = 4;
/** Of equal RSTs, as boxes and answers to several segments send them, more are told apart. */
const RESET_SIGHTINGS = 64;
/** Routers may set the other bits (RFC 3168). */
const STABLE_FLAGS = FIN | SYN | RST | PSH | ACK | URG;

/** Where and when a segment of one capture was seen in the other one. */
export interface Sighting {
  readonly frame: number;
  readonly timeUs: number;
  readonly ttl: number;
  /** Sender and receiver in the other capture, which a NAT may have renamed. */
  readonly flow: string;
  readonly reverse: string;
}

/** A segment that is looked for. */
export interface Wanted {
  readonly event: number;
  readonly segment: SeenSegment;
  readonly sightings: Sighting[];
  /** How many RSTs with the same numbers came before: the n-th of them here is the n-th there. */
  readonly rank: number;
}

/** What is looked for, and what of it has been seen. */
export class Sightings {
  readonly wanted: readonly (readonly Wanted[])[];
  readonly #byHash = new Map<number, Wanted[]>();

  constructor(events: readonly ResetEvent[]) {
    const ranks = new Map<string, number>();
    this.wanted = events.map((event, index) => wantedOf(event, index, ranks));
    for (const one of this.wanted.flat()) {
      const hash = hashOf(one.segment);
      const known = this.#byHash.get(hash);
      if (known === undefined) this.#byHash.set(hash, [one]);
      else known.push(one);
    }
  }

  /** Takes a segment of the other capture; the object may be refilled afterwards. */
  see(segment: Segment): void {
    const candidates = this.#byHash.get(hashOf(segment));
    if (candidates === undefined) return;
    for (const one of candidates) {
      const most = (one.segment.flags & RST) === 0 ? SIGHTINGS : RESET_SIGHTINGS;
      if (one.sightings.length < most && isSame(one.segment, segment)) one.sightings.push(sightingOf(segment));
    }
  }
}

/** The RST first, then what stood around it, in the order of time. */
function wantedOf(
  { reset, before, after, connection }: ResetEvent,
  event: number,
  ranks: Map<string, number>,
): readonly Wanted[] {
  const { from, seq, ack, flags } = reset;
  const key = `${connection} ${from} ${seq} ${ack} ${flags}`;
  const rank = ranks.get(key) ?? 0;
  ranks.set(key, rank + 1);
  const around = [...before.slice(-BEFORE), ...after.slice(0, AFTER)].filter(({ flags }) => (flags & RST) === 0);
  return [reset, ...around].map((segment, index) => ({ event, segment, sightings: [], rank: index === 0 ? rank : 0 }));
}

type Numbers = Pick<SeenSegment, 'seq' | 'ack' | 'payloadLength' | 'flags' | 'options' | 'tsValue'>;

function hashOf({ seq, ack, payloadLength, flags }: Numbers): number {
  return Math.imul(seq ^ Math.imul(ack, 0x9e3779b1), 0x85ebca6b) ^ (payloadLength << 8) ^ (flags & STABLE_FLAGS);
}

/** Addresses and ports may have been translated; these numbers a NAT leaves as they are. */
function isSame(a: Numbers, b: Numbers): boolean {
  return (
    a.seq === b.seq &&
    a.ack === b.ack &&
    a.payloadLength === b.payloadLength &&
    (a.flags & STABLE_FLAGS) === (b.flags & STABLE_FLAGS) &&
    ((a.options & b.options & OPT_TIMESTAMPS) === 0 || a.tsValue === b.tsValue)
  );
}

function sightingOf({
  frame,
  timeUs,
  ttl,
  space,
  source,
  sourcePort,
  destination,
  destinationPort,
}: Segment): Sighting {
  const from = `${source}:${sourcePort}`;
  const to = `${destination}:${destinationPort}`;
  return { frame, timeUs, ttl, flow: `${space} ${from} ${to}`, reverse: `${space} ${to} ${from}` };
}
