import type { PlotFigure, PlotMark, PlotPanel } from '../../model/figure.ts';
import { RST } from '../../model/segment.ts';
import type { Verdict } from '../../model/verdict.ts';
import { aroundReset } from '../story/timeline.ts';
import type { Voice } from '../voice.ts';

/** A RST is compared with at least so many other segments of its sender. */
const LEAST_COMPARED = 2;

/** TTL and IP ID of the RST beside those of what its sender sent around it; null when there is too little to compare it with. */
export function plotFigure(verdict: Verdict, voice: Voice): PlotFigure | null {
  const points = aroundReset(verdict)
    .filter(({ segment, moment }) => segment.from === verdict.sender && moment !== 'olderConnection')
    .map(({ segment }) => ({ segment, mark: markOf(segment.frame, segment.flags, verdict) }));
  if (points.filter(({ mark }) => mark === 'segment').length < LEAST_COMPARED) return null;
  const panel = (field: 'ttl' | 'ipId'): PlotPanel => ({
    label: voice.say(`fieldNames.${field}`),
    points: points.map(({ segment, mark }) => ({ frame: segment.frame, value: segment[field], mark })),
  });
  const marks = (['segment', 'reset', 'otherReset'] as const).filter((mark) =>
    points.some((point) => point.mark === mark),
  );
  return {
    kind: 'plot',
    id: 'fields',
    title: voice.say('figures.plot.title'),
    description: voice.say('figures.plot.description'),
    panels: points.some(({ segment }) => segment.ipId < 0) ? [panel('ttl')] : [panel('ttl'), panel('ipId')],
    legend: marks.map((mark) => ({ mark, label: voice.say(`figures.plot.${mark}`) })),
    axis: voice.say('report.frame'),
  };
}

function markOf(frame: number, flags: number, { reset }: Verdict): PlotMark {
  if (frame === reset.frame) return 'reset';
  return (flags & RST) === 0 ? 'segment' : 'otherReset';
}
