import type { SilenceFigure } from '../../model/figure.ts';
import { KNOWN_TIMERS, timersNear } from '../../model/known-timers.ts';
import type { Analysis, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';

/** Silences from here on may be those of a timer, in seconds: no product's idle timer is shorter. */
const SHORTEST = 10;
/** Labelled places of the axis, in seconds. */
const TICKS = [10, 100, 1000, 10_000];

/** The silences that ended with RSTs, beside known idle timers; null when no RST came after a long one. */
export function silenceFigure({ verdicts }: Analysis, voice: Voice): SilenceFigure | null {
  const counted = verdicts.filter(({ sameAs }) => sameAs === null);
  const silences = counted.map(silenceBefore).filter((us) => us >= SHORTEST * 1e6);
  if (silences.length === 0) return null;
  const longest = silences.reduce((most, us) => Math.max(most, us), 0) / 1e6;
  const last = TICKS.find((seconds) => seconds >= longest) ?? longest;
  const matching = new Set(silences.flatMap((us) => timersNear(us).map(({ seconds }) => seconds)));
  const timers = [...new Set(KNOWN_TIMERS.map(({ seconds }) => seconds))].sort((a, b) => a - b);
  return {
    kind: 'silence',
    id: 'silence',
    title: voice.say('figures.silence.title'),
    description: descriptionOf(counted.length, silences.length, matching, voice),
    silences: silences.map((us) => us / 1e6),
    timers: timers
      .filter((seconds) => seconds <= last)
      .map((seconds) => ({ seconds, label: voice.duration(seconds * 1e6), matches: matching.has(seconds) })),
    ticks: TICKS.filter((seconds) => seconds <= last).map((seconds) => ({
      seconds,
      label: voice.duration(seconds * 1e6),
    })),
    axis: voice.say('figures.silence.axis'),
    legend: legendOf(matching.size > 0, voice),
  };
}

function descriptionOf(resets: number, shown: number, matching: ReadonlySet<number>, voice: Voice): string {
  const said = voice.say('figures.silence.description', { resets: voice.count(resets), shown: voice.count(shown) });
  const products = KNOWN_TIMERS.filter(({ seconds }) => matching.has(seconds));
  if (products.length === 0) return said;
  const named = products.map(({ product, seconds }) => `${voice.text(product)} (${voice.duration(seconds * 1e6)})`);
  const matches = voice.say('figures.silence.matches', { list: voice.list(named) });
  return [said, matches].join(voice.say('lists.sentenceGap'));
}

function legendOf(anyMatch: boolean, voice: Voice): SilenceFigure['legend'] {
  const marks = anyMatch ? (['count', 'timer', 'match'] as const) : (['count', 'timer'] as const);
  return marks.map((mark) => ({ mark, label: voice.say(`figures.silence.${mark}`) }));
}

/** Time between the segment that a RST answers (or the RST, when it answers none) and the one before it on the connection, in microseconds. */
function silenceBefore({ timeline, trigger, reset }: Verdict): number {
  const until = trigger?.segment ?? reset;
  const before = timeline.findLast(
    ({ segment, moment }) => segment.frame < until.frame && moment !== 'olderConnection',
  )?.segment;
  return before === undefined ? 0 : until.timeUs - before.timeUs;
}
