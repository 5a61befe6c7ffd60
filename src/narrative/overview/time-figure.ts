import { greatest, least } from '../../model/extremes.ts';
import type { LanesFigure } from '../../model/figure.ts';
import { causeTitle } from '../story/subject.ts';
import type { Voice } from '../voice.ts';
import type { Group } from './counts.ts';

/** Parts of the time in which RSTs are counted at most; none is shorter than a minute. */
const BINS = 60;
/** Causes with a lane of their own; the others share one. */
const LANES = 8;
const US_PER_MINUTE = 60e6;

/** When the RSTs of each cause came, over all captures; null when all came within one minute. The voice counts time from 1970. */
export function timeFigure(causes: readonly Group[], voice: Voice): LanesFigure | null {
  const minutes = causes.flatMap(({ findings }) => findings.flatMap((each) => each.minutes.map(([minute]) => minute)));
  if (minutes.length === 0) return null;
  const [first, last] = [least(minutes), greatest(minutes)];
  if (first === last) return null;
  const perBin = Math.ceil((last - first + 1) / BINS);
  const bins = Math.ceil((last - first + 1) / perBin);
  const own = causes.length > LANES + 1 ? LANES : causes.length;
  const lanes = causes.slice(0, own).map((cause) => ({
    label: voice.tell(causeTitle(voice.catalogue, cause.findings[0]?.cause ?? 'undetermined')),
    groups: [cause],
  }));
  const rest = causes.slice(own);
  if (rest.length > 0)
    lanes.push({ label: voice.say('overview.otherCauses', { causes: voice.count(rest.length) }), groups: rest });
  return {
    kind: 'lanes',
    id: 'resets',
    title: voice.say('figures.lanes.title'),
    description: voice.say('overview.time', { minutes: voice.count(perBin) }),
    start: voice.time(first * US_PER_MINUTE),
    end: voice.time((last + 1) * US_PER_MINUTE),
    lanes: lanes.map(({ label, groups }) => {
      const counts = new Array<number>(bins).fill(0);
      for (const [minute, count] of groups.flatMap(({ findings }) => findings.flatMap((each) => each.minutes))) {
        const bin = Math.floor((minute - first) / perBin);
        counts[bin] = (counts[bin] ?? 0) + count;
      }
      const total = groups.reduce((sum, { resets }) => sum + resets, 0);
      return { label, total: voice.say('figures.lanes.total', { count: voice.count(total) }), counts };
    }),
  };
}
