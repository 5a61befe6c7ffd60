/** What other RSTs of the capture say about one of them. */
import type { SeenSegment } from '../model/connection.ts';
import type { CommonMoment, HealthCheck, Neighbours } from '../model/evidence.ts';
import { distance } from '../model/sequence.ts';
import type { Base } from './base.ts';
import { commonMoments } from './common-moment.ts';
import { healthChecks } from './health-check.ts';

/** RSTs of one connection within this time belong to one moment. */
const MOMENT_US = 1_000_000;
/** RSTs of a hedging injector follow each other within this time. */
const BURST_US = 100_000;
/** A kernel closes the sockets of a process that ends one after another, thousands within this time. */
const SAME_MOMENT_US = 100_000;
/** Silences count as equal within the larger of this time and share. */
const SAME_IDLE_US = 1_000_000;
const SAME_IDLE_SHARE = 0.02;
/** Silences shorter than this are ordinary pauses. */
const SHORTEST_IDLE_US = 1_000_000;
/** At most this many neighbours are quoted. */
const QUOTED = 20;
/** RSTs before and after one among which its neighbours are looked for: of more than these nobody wants to read, and time is linear. */
const LOOK = 512;

/** Groups all RSTs once, then answers for each. */
export class Neighbourhood {
  readonly #byConnection = new Map<number, Base[]>();
  readonly #byService = new Map<string, Base[]>();
  readonly #firstOfSide = new Map<string, SeenSegment>();
  readonly #moments = new Map<SeenSegment, CommonMoment>();
  readonly #checks = new Map<SeenSegment, HealthCheck>();

  constructor(all: readonly Base[]) {
    for (const base of all) {
      if (base.event.copyOf !== null) continue;
      push(this.#byConnection, base.event.connection, base);
      if (!this.#firstOfSide.has(sideOf(base))) this.#firstOfSide.set(sideOf(base), base.reset);
      push(this.#byService, serviceOf(base), base);
    }
    for (const list of this.#byService.values()) {
      for (const [reset, moment] of commonMoments(list)) this.#moments.set(reset, moment);
      for (const [reset, check] of healthChecks(list)) this.#checks.set(reset, check);
    }
  }

  of(base: Base): Neighbours {
    const own = around(this.#byConnection.get(base.event.connection) ?? [], base);
    const ofService = around(this.#byService.get(serviceOf(base)) ?? [], base);
    const mine = own.filter((other) => other.senderRole === base.senderRole && other.reset.frame < base.reset.frame);
    const momentUs = Math.max(MOMENT_US, 3 * (base.sender.rtt?.p25Us ?? 0));
    const burst = mine.filter((other) => Math.abs(base.reset.timeUs - other.reset.timeUs) <= momentUs);
    return {
      sameService: quoted(ofService, (other) => isAlike(other, base)),
      bothEnds: bothEnds(own, base),
      steppedBurst: steppedBurst(own, base),
      burstIndex: burst.length,
      burstFirst: burst[0]?.reset ?? null,
      sameIdle: quoted(ofService, (other) => sameIdle(other, base)),
      sameMoment: quoted(ofService, (other) => sameMoment(other, base)),
      momentHitBusy: ofService.some((other) => sameMoment(other, base) && isBusy(other)),
      sameRefusal: quoted(ofService, (other) => sameRefusal(other, base)),
      firstReset: firstBefore(base, this.#firstOfSide.get(sideOf(base))),
      moment: this.#moments.get(base.reset) ?? null,
      healthCheck: this.#checks.get(base.reset) ?? null,
    };
  }
}

function serviceOf({ event }: Base): string {
  return `${event.space}|${event.server.address}|${event.server.port}`;
}

/** One side of one connection. */
function sideOf({ event, senderRole }: Base): string {
  return `${event.connection}|${senderRole}`;
}

function firstBefore({ reset }: Base, first: SeenSegment | undefined): SeenSegment | null {
  return first !== undefined && first.frame < reset.frame ? first : null;
}

/** The part of a list in frame order that lies around one of its members, or around where that one would be. */
function around(list: readonly Base[], { reset }: Base): readonly Base[] {
  if (list.length <= LOOK) return list;
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle]?.reset.frame ?? 0) < reset.frame) from = middle + 1;
    else to = middle;
  }
  return list.slice(Math.max(0, from - LOOK), from + LOOK);
}

function push<Key>(map: Map<Key, Base[]>, key: Key, base: Base): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [base]);
  else list.push(base);
}

/** Frames of the first few that match; looks no further than it must. */
function quoted(list: readonly Base[], matches: (other: Base) => boolean): number[] {
  const frames: number[] = [];
  for (const other of list) {
    if (frames.length === QUOTED) break;
    if (matches(other)) frames.push(other.reset.frame);
  }
  return frames;
}

/** Another connection, the same sender, the same shape and kind of trigger. */
function isAlike(other: Base, base: Base): boolean {
  return (
    other.event.connection !== base.event.connection &&
    other.senderRole === base.senderRole &&
    other.shape === base.shape &&
    other.trigger?.kind === base.trigger?.kind
  );
}

/** A RST in each direction within a moment: a connection's two ends do not do that, a box does. */
function bothEnds(own: readonly Base[], base: Base): number | null {
  // What left the host itself was no box's; and a box's RST to the far end does not pass here.
  if (base.vantage.atSender || base.vantage.atReceiver) return null;
  const opposite = own.find(
    (other) =>
      other.senderRole !== base.senderRole &&
      Math.abs(other.reset.timeUs - base.reset.timeUs) <= MOMENT_US &&
      !isEcho(base, other),
  );
  return opposite?.reset.frame ?? null;
}

/** The later of the two answers a segment that came after the earlier: a host that had been told of the reset, not a box. */
function isEcho(one: Base, other: Base): boolean {
  const [earlier, later] = one.reset.frame < other.reset.frame ? [one, other] : [other, one];
  return later.trigger !== null && later.trigger.segment.frame > earlier.reset.frame;
}

/** RSTs of one sender with rising SEQ that are not answers to segments with rising ACK. */
function steppedBurst(own: readonly Base[], base: Base): number[] {
  const burst = own
    .filter(
      (other) => other.senderRole === base.senderRole && Math.abs(other.reset.timeUs - base.reset.timeUs) <= BURST_US,
    )
    .map(({ reset, event, numbers }) => ({ reset, event, numbers }));
  const stepped = burst.filter(({ reset }, index) => index === 0 || rises(burst[index - 1]?.reset, reset));
  const isHedge = stepped.length >= 2 && stepped.length === burst.length && burst.some(isGuess);
  return isHedge ? burst.map(({ reset }) => reset.frame) : [];
}

/** A number ahead of everything sent and acknowledged: neither the next one nor an answer to a segment. */
function isGuess({ reset, event, numbers }: Pick<Base, 'reset' | 'event' | 'numbers'>): boolean {
  return (
    numbers.seq === 'beyond' &&
    !event.before.some((segment) => segment.from !== reset.from && segment.ack === reset.seq)
  );
}

function rises(previous: SeenSegment | undefined, next: SeenSegment): boolean {
  return previous !== undefined && distance(next.seq, previous.seq) > 0;
}

/** Live sockets of one host that were dropped together. */
function sameMoment(other: Base, base: Base): boolean {
  return (
    other.event.connection !== base.event.connection &&
    other.senderRole === base.senderRole &&
    other.shape === 'abort' &&
    base.shape === 'abort' &&
    Math.abs(other.reset.timeUs - base.reset.timeUs) <= SAME_MOMENT_US
  );
}

/** Its last pause was an ordinary one. */
function isBusy({ idle }: Base): boolean {
  return idle !== null && idle.us < SHORTEST_IDLE_US;
}

/** Both connections were dropped by a live socket that had not said a word. */
function sameRefusal(other: Base, base: Base): boolean {
  return isAlike(other, base) && base.shape === 'abort' && isMute(other) && isMute(base);
}

function isMute({ sender, visibility }: Base): boolean {
  return sender.syn !== null && sender.bytes === 0 && visibility.fromStart;
}

function sameIdle(other: Base, base: Base): boolean {
  if (other.event.connection === base.event.connection || other.idle === null || base.idle === null) return false;
  if (base.idle.us < SHORTEST_IDLE_US) return false;
  // Dropped together, they are one event: that they had been silent for equally long is then no sign of a timer.
  if (Math.abs(other.reset.timeUs - base.reset.timeUs) <= SAME_MOMENT_US) return false;
  const allowed = Math.max(SAME_IDLE_US, SAME_IDLE_SHARE * base.idle.us);
  return other.senderRole === base.senderRole && Math.abs(other.idle.us - base.idle.us) <= allowed;
}
