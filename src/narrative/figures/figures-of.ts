/** The figures of a report, in the order in which it shows them. */
import type { FigureData } from '../../model/figure.ts';
import type { Analysis, Verdict } from '../../model/verdict.ts';
import { visible } from '../../model/visible.ts';
import type { Subject } from '../story/subject.ts';
import { Voice } from '../voice.ts';
import { ladderFigure } from './ladder.ts';
import { lanesFigure } from './lanes.ts';
import { otherEndFigure } from './other-end.ts';
import { plotFigure } from './plot.ts';
import { silenceFigure } from './silence.ts';

/** Figures quote names and addresses as plain text: they are escaped by whoever draws or writes them. */
export function figuresOf(analysis: Analysis, { verdict }: Subject, voice: Voice): readonly FigureData[] {
  const zeroNs = analysis.captures[verdict.capture]?.zeroNs ?? null;
  const plain = new Voice(voice.catalogue, { quote: visible, timeZone: voice.manner.timeZone }, zeroNs);
  const told = plain.about(verdict, analysis);
  const figures = [
    ladderFigure(verdict, told, nameOf(analysis, verdict, told)),
    otherEndFigure(verdict, analysis, told),
    plotFigure(verdict, told),
    silenceFigure(analysis, told),
    lanesFigure(analysis, told),
  ];
  return figures.filter((figure) => figure !== null);
}

/** Of two captures, the name of the one that a figure is about; null: there is one. */
function nameOf({ captures }: Analysis, { capture }: Verdict, voice: Voice): string | null {
  return captures.length < 2 ? null : voice.text(captures[capture]?.name ?? '');
}
