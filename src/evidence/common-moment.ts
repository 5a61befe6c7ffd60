/**
 * One event behind many RSTs: a restart, a failover, the death of a process. Each failed connection brackets its failure between
 * the last sign of life and the RST. Where the brackets share a point, one event explains all of them; how likely so many
 * independent failures would do the same is bounded by the range of as many uniform instants.
 */
import type { CommonMoment } from '../model/evidence.ts';
import { greatest, least } from '../model/extremes.ts';
import type { Neighbour } from './neighbour.ts';

/** Fewer connections prove nothing. */
const FEWEST = 3;
/** Independent failures must be this unlikely, and the brackets this short, before one event is said. */
const GREATEST_CHANCE = 1e-3;
/** Sockets that one event closes give up within this time. */
const TOGETHER_US = 1_000_000;
/** Segments that come closer together than this may be one heartbeat of many devices: they count as one. */
const PHASE_US = 50_000;
/** Silences that differ by less are equal: an idle timer explains those without any common event. */
const SAME_IDLE_SHARE = 0.02;
const SAME_IDLE_US = 1_000_000;
const QUOTED = 20;

/** A failed connection: alive at `fromUs`, known to have failed at `untilUs`. */
interface Failure {
  readonly one: Neighbour;
  readonly fromUs: number;
  readonly untilUs: number;
}

/** The common moments among the RSTs of one service, by the frame of the RST that first told of each connection. */
export function commonMoments(ofService: readonly Neighbour[]): ReadonlyMap<number, CommonMoment> {
  const found = new Map<number, CommonMoment>();
  for (const role of ['client', 'server'] as const) {
    const first = firstOfEach(ofService.filter(({ senderRole }) => senderRole === role));
    for (const kind of ['together', 'foundOut'] as const) {
      const failures = first.flatMap((one) => failureOf(one, kind));
      for (const group of groupsOf(failures)) {
        const moment = momentOf(group, failures.length, kind);
        if (moment !== null) for (const { one } of group) found.set(one.frame, moment);
      }
    }
  }
  return found;
}

function firstOfEach(all: readonly Neighbour[]): Neighbour[] {
  const first = new Map<number, Neighbour>();
  for (const one of all) if (!first.has(one.connection)) first.set(one.connection, one);
  return [...first.values()];
}

/** A live socket that gives up does so at the event itself; an answer only shows that the event lay before its trigger. */
function failureOf(one: Neighbour, kind: CommonMoment['kind']): Failure[] {
  const { shape, timeUs, triggerKind, triggerUs, lastUs } = one;
  if (kind === 'together') {
    return shape === 'abort' ? [{ one, fromUs: timeUs - TOGETHER_US, untilUs: timeUs }] : [];
  }
  const isAnswer = shape === 'stateless-ack' && triggerKind !== null && triggerKind !== 'syn-ack';
  if (!isAnswer || lastUs === null || lastUs >= triggerUs) return [];
  return [{ one, fromUs: lastUs, untilUs: triggerUs }];
}

/** Fewest groups such that the brackets of each share a point: cut at the earliest end, again and again. */
function groupsOf(failures: readonly Failure[]): Failure[][] {
  const groups: Failure[][] = [];
  let cutUs = Number.NEGATIVE_INFINITY;
  for (const failure of failures.toSorted((a, b) => a.untilUs - b.untilUs || a.one.frame - b.one.frame)) {
    if (failure.fromUs < cutUs) groups.at(-1)?.push(failure);
    else {
      groups.push([failure]);
      cutUs = failure.untilUs;
    }
  }
  return groups;
}

function momentOf(group: readonly Failure[], all: number, kind: CommonMoment['kind']): CommonMoment | null {
  const [first] = group;
  const times = group.map(({ untilUs }) => untilUs);
  const independent = kind === 'together' ? group.length : phases(times);
  if (first === undefined || independent < FEWEST || isIdleTimer(group)) return null;
  const fromUs = kind === 'together' ? least(times) : greatest(group.map((failure) => failure.fromUs));
  const untilUs = kind === 'together' ? greatest(times) : least(times);
  // Two failures in brackets that share a point are at most two brackets apart.
  const spreadUs =
    kind === 'together' ? untilUs - fromUs : 2 * greatest(group.map((failure) => failure.untilUs - failure.fromUs));
  const chance = chanceOf(independent, all, Math.max(spreadUs, 1) / first.one.captureUs);
  if (!(chance < GREATEST_CHANCE)) return null;
  const frames = group.map(({ one }) => one.frame).sort((a, b) => a - b);
  return { kind, connections: group.length, frames: frames.slice(0, QUOTED), fromUs, untilUs, chance };
}

/** How many instants are left when those too close to each other count once. */
function phases(times: readonly number[]): number {
  let count = 0;
  let lastUs = Number.NEGATIVE_INFINITY;
  for (const timeUs of times.toSorted((a, b) => a - b)) {
    if (timeUs - lastUs < PHASE_US) continue;
    count++;
    lastUs = timeUs;
  }
  return count;
}

/** All were silent for the same time, and no connection outlived such a silence. */
function isIdleTimer(group: readonly Failure[]): boolean {
  const silences = group.map(({ one }) => one.idleUs ?? 0);
  const [shortest, longest] = [least(silences), greatest(silences)];
  const isEqual = longest - shortest <= Math.max(SAME_IDLE_US, SAME_IDLE_SHARE * longest) && shortest >= SAME_IDLE_US;
  const survived = group[0]?.one.survivedUs ?? 0;
  return isEqual && survived < (1 - SAME_IDLE_SHARE) * shortest;
}

/**
 * Upper bound of the chance that some `count` of `all` independent instants, uniform over the capture, lie within a `share` of it:
 * the distribution of the range of uniform variables, n·wⁿ⁻¹ − (n−1)·wⁿ, times the number of ways to choose them.
 */
export function chanceOf(count: number, all: number, share: number): number {
  if (!(share > 0) || share >= 1) return 1;
  const range = count * share ** (count - 1) - (count - 1) * share ** count;
  let choices = 1;
  for (let n = 1; n <= Math.min(count, all - count); n++) choices = (choices * (all - n + 1)) / n;
  return Math.min(1, range * choices);
}
