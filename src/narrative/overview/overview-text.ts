/** An overview for a terminal. */
import type { Overview } from '../../model/overview.ts';
import type { Catalogue } from '../catalogue.ts';
import { createPainter } from '../painter.ts';
import { plainVoice } from '../plain-text.ts';
import { indented, wrap } from '../text-width.ts';
import { groupFindings, readEntries } from './counts.ts';
import { rowOf, summaryOf, titleOf } from './tell-overview.ts';

/** Causes told in a terminal; the overview has the others. */
const CAUSES = 10;
const MARGIN = '   ';

/** In whose words and how wide. */
export interface OverviewTextOptions {
  readonly timeZone?: string;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** What was found over all captures, one paragraph for each cause. */
export function overviewToText(overview: Overview, catalogue: Catalogue, options: OverviewTextOptions): string {
  const voice = plainVoice(catalogue, options.timeZone ?? 'UTC', 0n);
  const painter = createPainter(options);
  const causes = groupFindings(readEntries(overview), ({ cause }) => cause);
  const told = causes
    .slice(0, CAUSES)
    .flatMap((group, index) => [
      `${index + 1}. ${painter.strong(titleOf(group, voice))}`,
      ...indented(voice.say('overview.line', rowOf(group, voice)), options.width, MARGIN),
    ]);
  const more = causes.length - CAUSES;
  const rest = more > 0 ? wrap(voice.say('overview.otherCauses', { causes: voice.count(more) }), options.width) : [];
  return `${[...wrap(summaryOf(overview, voice), options.width), '', ...told, ...rest].join('\n').trimEnd()}\n`;
}
