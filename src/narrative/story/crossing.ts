/** What the capture of the other end says of a RST, in one or two sentences; null with one capture. */
import type { Crossing } from '../../model/crossing.ts';
import type { FactShape } from '../../model/reading.ts';
import type { Analysis, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';

/** What these sentences may quote beside the common facts; frames are those of the other capture. */
export const crossingShape = {
  frame: 'frame',
  before: 'frame',
  after: 'frame',
  shared: 'count',
  wanted: 'count',
  name: 'text',
} as const satisfies FactShape;
export const clockShape = { offset: 'duration', uncertainty: 'duration', count: 'count', ahead: 'text' } as const;

export function crossingSentences(verdict: Verdict, { captures, clock }: Analysis, voice: Voice): readonly string[] {
  const { crossing, capture } = verdict;
  if (crossing === null) return [];
  const { otherFrame, beforeFrame, afterFrame, shared, wanted } = crossing;
  const facts = {
    frame: otherFrame,
    before: beforeFrame,
    after: afterFrame,
    shared,
    wanted,
    name: captures[1 - capture]?.name ?? '',
  };
  const fate = voice.sayFacts(`crossing.${keyOf(crossing)}`, crossingShape, facts, changesIn(crossing, voice));
  if (clock === null) return [fate];
  const { offsetUs, uncertaintyUs, segments } = clock;
  const said = voice.sayFacts(uncertaintyUs === null ? 'crossing.clockOneWay' : 'crossing.clock', clockShape, {
    offset: Math.abs(offsetUs),
    uncertainty: uncertaintyUs ?? 0,
    count: segments,
    ahead: offsetUs < 0 ? 'client' : 'server',
  });
  return [fate, said];
}

function keyOf({ fate, because, diverted }: Crossing): string {
  if (fate === 'inserted' && diverted) return 'insertedOrDiverted';
  return because === null ? fate : because;
}

/** Which fields a device rewrote, with the values here and there. */
function changesIn({ changed }: Crossing, voice: Voice): Readonly<Record<string, string>> {
  const list = changed.map(({ field, here, there }) => `${voice.say(`fieldNames.${field}`)} ${here} → ${there}`);
  return { list: list.length === 0 ? voice.say('page.none') : voice.list(list) };
}
