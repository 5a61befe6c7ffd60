import type { SeenSegment } from '../../model/connection.ts';
import type { TimelineEntry, Verdict } from '../../model/verdict.ts';
import { codeCell } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { opposite, segmentText } from './segment-text.ts';

/** One row of the timeline table. `gap`: time since the row before. */
interface TimelineRow {
  readonly frame: string;
  readonly time: string;
  readonly gap: string;
  readonly direction: string;
  readonly what: string;
  readonly meaning: string;
}

/** The connection around the RST. */
export interface Timeline {
  readonly rows: readonly TimelineRow[];
  /** Says how many rows were left out, or null. */
  readonly omitted: string | null;
}

/** Rows kept before the RST and after it when the story is longer. */
const KEPT_BEFORE = 24;
const KEPT_AFTER = 12;

/** The entries that are shown: those around the RST. */
export function aroundReset({ timeline, reset }: Verdict): readonly TimelineEntry[] {
  const at = timeline.findIndex(({ segment }) => segment.frame === reset.frame);
  const center = at === -1 ? timeline.length - 1 : at;
  return timeline.slice(Math.max(0, center - KEPT_BEFORE), center + 1 + KEPT_AFTER);
}

export function timelineOf(verdict: Verdict, voice: Voice): Timeline {
  const shown = aroundReset(verdict);
  const omitted = verdict.timeline.length - shown.length;
  let before: SeenSegment | null = null;
  const rows: TimelineRow[] = [];
  for (const entry of shown) {
    rows.push(rowOf(entry, before, verdict, voice));
    before = entry.segment;
  }
  return { rows, omitted: omitted === 0 ? null : voice.say('page.omittedRows', { rows: voice.count(omitted) }) };
}

function rowOf(entry: TimelineEntry, before: SeenSegment | null, verdict: Verdict, voice: Voice): TimelineRow {
  const { segment, moment, shape, facts } = entry;
  const strong = segment.frame === verdict.reset.frame ? '**' : '';
  return {
    frame: `${strong}${segment.frame}${strong}`,
    time: voice.clock(segment.timeUs),
    gap: before === null ? '' : `+${voice.duration(segment.timeUs - before.timeUs)}`,
    direction: voice.say('page.direction', {
      from: voice.say(`roles.${segment.from}`),
      to: voice.say(`roles.${opposite(segment.from)}`),
    }),
    what: codeCell(segmentText(segment)),
    meaning: voice.sayFacts(`moments.${moment}`, shape, facts),
  };
}
