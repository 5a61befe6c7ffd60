/** What other RSTs of the capture say about one of them. */
import type { CommonMoment, HealthCheck, Neighbours, Scan } from '../model/evidence.ts';
import { distance } from '../model/sequence.ts';
import type { Base } from './base.ts';
import { commonMoments } from './common-moment.ts';
import { checkOf, healthChecks } from './health-check.ts';
import type { Neighbour } from './neighbour.ts';
import { probeOf, scansOf } from './scan.ts';

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

/** Takes all RSTs once, then answers for each. */
export class Neighbourhood {
  readonly #byConnection = new Map<number, Neighbour[]>();
  readonly #byService = new Map<string, Neighbour[]>();
  readonly #moments = new Map<number, CommonMoment>();
  readonly #checks = new Map<number, HealthCheck>();
  #scans: ReadonlyMap<number, Scan> = new Map<number, Scan>();
  readonly #probes: Neighbour[] = [];

  /** Takes the next RST, in the order of frames; copies have no part in this. */
  add(base: Base): void {
    if (base.event.copyOf !== null) return;
    const neighbour = neighbourOf(base);
    push(this.#byConnection, neighbour.connection, neighbour);
    push(this.#byService, serviceOf(base), neighbour);
    if (neighbour.probe !== null) this.#probes.push(neighbour);
  }

  /** To be called when all were taken. */
  settle(): void {
    for (const list of this.#byService.values()) {
      for (const [frame, moment] of commonMoments(list)) this.#moments.set(frame, moment);
      for (const [frame, check] of healthChecks(list)) this.#checks.set(frame, check);
    }
    this.#scans = scansOf(this.#probes);
  }

  of(base: Base): Neighbours {
    const self = neighbourOf(base);
    const own = around(this.#byConnection.get(self.connection) ?? [], self);
    const ofService = around(this.#byService.get(serviceOf(base)) ?? [], self);
    const mine = own.filter((other) => other.senderRole === self.senderRole && other.frame < self.frame);
    const momentUs = Math.max(MOMENT_US, 3 * (base.sender.rtt?.p25Us ?? 0));
    const burst = mine.filter((other) => Math.abs(self.timeUs - other.timeUs) <= momentUs);
    return {
      sameService: quoted(ofService, (other) => isAlike(other, self)),
      bothEnds: bothEnds(own, self, base.vantage),
      steppedBurst: steppedBurst(own, self),
      burstIndex: burst.length,
      burstFirst: burst[0]?.frame ?? null,
      sameIdle: quoted(ofService, (other) => sameIdle(other, self)),
      sameMoment: quoted(ofService, (other) => sameMoment(other, self)),
      momentHitBusy: ofService.some((other) => sameMoment(other, self) && isBusy(other)),
      sameRefusal: quoted(ofService, (other) => sameRefusal(other, self)),
      moment: this.#moments.get(self.frame) ?? null,
      healthCheck: this.#checks.get(self.frame) ?? null,
    };
  }

  /** The scan that a RST belongs to. */
  scanOf({ reset }: Base): Scan | null {
    return this.#scans.get(reset.frame) ?? null;
  }
}

function neighbourOf(base: Base): Neighbour {
  const { event, reset, senderRole, shape, trigger, idle, sender } = base;
  return {
    frame: reset.frame,
    timeUs: reset.timeUs,
    seq: reset.seq,
    connection: event.connection,
    senderRole,
    shape,
    triggerKind: trigger?.kind ?? null,
    triggerFrame: trigger?.segment.frame ?? 0,
    triggerUs: trigger?.segment.timeUs ?? 0,
    lastUs: sender.last?.timeUs ?? null,
    idleUs: idle?.us ?? null,
    survivedUs: event.longestSurvivedIdle?.us ?? null,
    captureUs: event.captureEndUs - event.captureStartUs,
    isMute: isMute(base),
    isGuess: isGuess(base),
    check: checkOf(base),
    probe: probeOf(base),
  };
}

function isMute({ sender, visibility }: Base): boolean {
  return sender.syn !== null && sender.bytes === 0 && visibility.fromStart;
}

function isGuess({ reset, event, numbers }: Base): boolean {
  return (
    numbers.seq === 'beyond' &&
    !event.before.some((segment) => segment.from !== reset.from && segment.ack === reset.seq)
  );
}

function serviceOf({ event }: Base): string {
  return `${event.space}|${event.server.address}|${event.server.port}`;
}

/** The part of a list in frame order that lies around one of its members, or around where that one would be. */
function around(list: readonly Neighbour[], { frame }: Neighbour): readonly Neighbour[] {
  if (list.length <= LOOK) return list;
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((list[middle]?.frame ?? 0) < frame) from = middle + 1;
    else to = middle;
  }
  return list.slice(Math.max(0, from - LOOK), from + LOOK);
}

function push<Key>(map: Map<Key, Neighbour[]>, key: Key, one: Neighbour): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [one]);
  else list.push(one);
}

/** Frames of the first few that match; looks no further than it must. */
function quoted(list: readonly Neighbour[], matches: (other: Neighbour) => boolean): number[] {
  const frames: number[] = [];
  for (const other of list) {
    if (frames.length === QUOTED) break;
    if (matches(other)) frames.push(other.frame);
  }
  return frames;
}

/** Another connection, the same sender, the same shape and kind of trigger. */
function isAlike(other: Neighbour, self: Neighbour): boolean {
  return (
    other.connection !== self.connection &&
    other.senderRole === self.senderRole &&
    other.shape === self.shape &&
    other.triggerKind === self.triggerKind
  );
}

/** A RST in each direction within a moment: a connection's two ends do not do that, a box does. */
function bothEnds(own: readonly Neighbour[], self: Neighbour, vantage: Base['vantage']): number | null {
  // What left the host itself was no box's; and a box's RST to the far end does not pass here.
  if (vantage.atSender || vantage.atReceiver) return null;
  const opposite = own.find(
    (other) =>
      other.senderRole !== self.senderRole && Math.abs(other.timeUs - self.timeUs) <= MOMENT_US && !isEcho(self, other),
  );
  return opposite?.frame ?? null;
}

/** The later of the two answers a segment that came after the earlier: a host that had been told of the reset, not a box. */
function isEcho(one: Neighbour, other: Neighbour): boolean {
  const [earlier, later] = one.frame < other.frame ? [one, other] : [other, one];
  return later.triggerFrame > earlier.frame;
}

/** RSTs of one sender with rising SEQ that are not answers to segments with rising ACK. */
function steppedBurst(own: readonly Neighbour[], self: Neighbour): number[] {
  const burst = own.filter(
    (other) => other.senderRole === self.senderRole && Math.abs(other.timeUs - self.timeUs) <= BURST_US,
  );
  const stepped = burst.filter((other, index) => index === 0 || rises(burst[index - 1], other));
  const isHedge = stepped.length >= 2 && stepped.length === burst.length && burst.some(({ isGuess }) => isGuess);
  return isHedge ? burst.map(({ frame }) => frame) : [];
}

function rises(previous: Neighbour | undefined, next: Neighbour): boolean {
  return previous !== undefined && distance(next.seq, previous.seq) > 0;
}

/** Live sockets of one host that were dropped together. */
function sameMoment(other: Neighbour, self: Neighbour): boolean {
  return (
    other.connection !== self.connection &&
    other.senderRole === self.senderRole &&
    other.shape === 'abort' &&
    self.shape === 'abort' &&
    Math.abs(other.timeUs - self.timeUs) <= SAME_MOMENT_US
  );
}

/** Its last pause was an ordinary one. */
function isBusy({ idleUs }: Neighbour): boolean {
  return idleUs !== null && idleUs < SHORTEST_IDLE_US;
}

/** Both connections were dropped by a live socket that had not said a word. */
function sameRefusal(other: Neighbour, self: Neighbour): boolean {
  return isAlike(other, self) && self.shape === 'abort' && other.isMute && self.isMute;
}

function sameIdle(other: Neighbour, self: Neighbour): boolean {
  if (other.connection === self.connection || other.idleUs === null || self.idleUs === null) return false;
  if (self.idleUs < SHORTEST_IDLE_US) return false;
  // Dropped together, they are one event: that they had been silent for equally long is then no sign of a timer.
  if (Math.abs(other.timeUs - self.timeUs) <= SAME_MOMENT_US) return false;
  const allowed = Math.max(SAME_IDLE_US, SAME_IDLE_SHARE * self.idleUs);
  return other.senderRole === self.senderRole && Math.abs(other.idleUs - self.idleUs) <= allowed;
}
