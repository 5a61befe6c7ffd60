import type { LanesFigure } from '../../model/figure.ts';
import type { Analysis, Finding, Verdict } from '../../model/verdict.ts';
import { causeTitle } from '../story/subject.ts';
import type { Voice } from '../voice.ts';

/** Parts of the capture's time in which RSTs are counted. */
const BINS = 60;
/** Findings with a lane of their own; the others share one. */
const LANES = 6;

/** When RSTs came, finding by finding; null when there is but one, or all came at one moment. */
export function lanesFigure(analysis: Analysis, voice: Voice): LanesFigure | null {
  const { findings } = analysis;
  const resets = analysis.verdicts.filter(({ sameAs }) => sameAs === null);
  const first = resets.reduce((low, { reset }) => Math.min(low, reset.timeUs), Number.POSITIVE_INFINITY);
  const last = resets.reduce((high, { reset }) => Math.max(high, reset.timeUs), Number.NEGATIVE_INFINITY);
  if (!(last > first)) return null;
  const own = findings.length > LANES + 1 ? LANES : findings.length;
  const rest = findings.length - own;
  const labels = findings.slice(0, own).map((finding, index) => `${index + 1}. ${titleOf(finding, analysis, voice)}`);
  if (rest > 0) labels.push(voice.say('figures.lanes.others', { findings: voice.count(rest) }));
  const counts = countsOf(resets, new Map(findings.map(({ id }, index) => [id, Math.min(index, own)])), (us) =>
    Math.min(BINS - 1, Math.floor(((us - first) / (last - first)) * BINS)),
  );
  return {
    kind: 'lanes',
    id: 'resets',
    title: voice.say('figures.lanes.title'),
    description: voice.say('figures.lanes.description'),
    start: voice.time(first),
    end: voice.time(last),
    lanes: labels.map((label, index) => {
      const bins = counts[index] ?? [];
      const total = bins.reduce((sum, count) => sum + count, 0);
      return { label, total: voice.say('figures.lanes.total', { count: voice.count(total) }), counts: bins };
    }),
  };
}

/** RSTs of each lane in each part of the time. */
function countsOf(
  resets: readonly Verdict[],
  laneOf: ReadonlyMap<string, number>,
  binOf: (us: number) => number,
): readonly (readonly number[])[] {
  const counts = Array.from({ length: LANES + 2 }, () => new Array<number>(BINS).fill(0));
  for (const { finding, reset } of resets) {
    const lane = counts[laneOf.get(finding) ?? -1];
    const bin = binOf(reset.timeUs);
    if (lane !== undefined) lane[bin] = (lane[bin] ?? 0) + 1;
  }
  return counts;
}

function titleOf(finding: Finding, analysis: Analysis, voice: Voice): string {
  const lead = analysis.verdicts.find(({ id }) => id === finding.resets[0]);
  const told = lead === undefined ? voice : voice.about(lead, analysis);
  return `${told.tell(causeTitle(voice.catalogue, finding.cause))} · ${voice.text(finding.service)}`;
}
