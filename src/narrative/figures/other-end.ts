/** The same moment in the capture of the other end: with the RST, or with the place where it is missing. */
import type { Elsewhere } from '../../model/crossing.ts';
import type { LadderFigure, LadderRow } from '../../model/figure.ts';
import type { Analysis, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { labelOf, ladderFigure, longSilences, relativeTimes } from './ladder.ts';

/** Segments shown before and after the place of the RST, as in the other ladder. */
const BEFORE = 8;
const AFTER = 4;

/** The second ladder of a pair of captures; null with one capture, and where the other one holds nothing of the connection. */
export function otherEndFigure(verdict: Verdict, analysis: Analysis, voice: Voice): LadderFigure | null {
  const { crossing, capture } = verdict;
  if (crossing === null) return null;
  const name = voice.text(analysis.captures[1 - capture]?.name ?? '');
  const there = analysis.verdicts.find((each) => each.capture !== capture && each.reset.frame === crossing.otherFrame);
  if (there !== undefined) {
    const title = voice.say('figures.ladder.titleThere', { frame: String(there.reset.frame), name });
    return { ...ladderFigure(there, voice.about(there, analysis)), id: 'ladderThere', title };
  }
  return crossing.elsewhere === null ? null : withoutReset(crossing.elsewhere, verdict, analysis, { name, voice });
}

interface Desk {
  readonly name: string;
  readonly voice: Voice;
}

function withoutReset(
  { client, server, segments, expectedUs }: Elsewhere,
  { capture }: Verdict,
  { captures }: Analysis,
  { name, voice }: Desk,
): LadderFigure {
  const place = segments.filter(({ timeUs }) => timeUs <= expectedUs).length;
  const shown = segments.slice(Math.max(0, place - BEFORE), place + AFTER);
  const before = Math.min(place, BEFORE);
  const times = relativeTimes(shown.map(({ timeUs }) => timeUs - expectedUs));
  const silences = longSilences(shown);
  const rows = shown.flatMap((segment, index): LadderRow[] => {
    const silence = silences.get(index);
    const [from, to] = segment.from === 'client' ? [0, 1] : [1, 0];
    const row: LadderRow = {
      ...{ kind: 'segment', frame: segment.frame, time: times[index] ?? '', from, to },
      ...{ label: labelOf(segment), look: 'plain' },
    };
    if (silence === undefined) return [row];
    return [{ kind: 'silence', label: voice.say('figures.ladder.silence', { length: voice.duration(silence) }) }, row];
  });
  const at = rows.length - shown.slice(before).length - silencesAfter(silences, before);
  const missing: LadderRow = { kind: 'absence', label: voice.say('figures.ladder.missing') };
  const role = captures[1 - capture]?.role ?? 'only';
  const end = role === 'client' ? 0 : 1;
  return {
    ...{ kind: 'ladder', id: 'ladderThere' },
    title: voice.say('figures.ladder.titleWithout', { name }),
    description: voice.say('figures.ladder.descriptionWithout'),
    lifelines: [
      { role: voice.say('roles.client'), address: voice.text(client) },
      { role: voice.say('roles.server'), address: voice.text(server) },
    ],
    tap:
      role === 'client' || role === 'server'
        ? { between: [end, end], label: voice.say('figures.ladder.tap', { place: voice.say(`places.${role}`) }) }
        : null,
    rows: [...rows.slice(0, at), missing, ...rows.slice(at)],
  };
}

/** Rows of silences that stand after the place of the RST. */
const silencesAfter = (silences: ReadonlyMap<number, number>, place: number): number =>
  [...silences.keys()].filter((index) => index >= place).length;
