/** Figures → SVG. Pure: the same data gives the same drawing. */
import type { FigureData } from '../model/figure.ts';
import { drawLadder } from './ladder.ts';
import { drawLanes } from './lanes.ts';
import { drawPlot } from './plot.ts';
import { drawSilence } from './silence.ts';

/** One SVG element with `<title>` and `<desc>`. It names no font, colour scheme or file: who shows it decides. */
export function drawFigure(figure: FigureData): string {
  switch (figure.kind) {
    case 'ladder':
      return drawLadder(figure);
    case 'plot':
      return drawPlot(figure);
    case 'silence':
      return drawSilence(figure);
    case 'lanes':
      return drawLanes(figure);
  }
}
