import type { CauseText } from '../../model/catalogue.ts';
import type { ReadSign, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { statedSentence } from './stated.ts';
import { causeOfSigns } from './subject.ts';

/** One sign as it is printed. */
interface EvidenceRow {
  readonly mark: string;
  readonly sentence: string;
  readonly weight: string;
}

type Leaning = 'for' | 'against' | 'clear' | 'neutral' | 'open';

const MARKS: Readonly<Record<Leaning, string>> = { for: '✓', against: '✗', clear: '–', neutral: '–', open: '?' };

/** Whether the sign, as it was read, speaks for the cause. An absent weak sign says nothing, an absent counter-sign that nothing speaks against it. */
export function leaningOf({ outcome, bearing }: ReadSign): Leaning {
  if (outcome === 'unseen') return 'open';
  const counts = bearing === 'against' || bearing === 'excludes';
  if (outcome === 'seen') return counts ? 'against' : 'for';
  if (counts) return 'clear';
  return bearing === 'required' || bearing === 'strong' || bearing === 'decisive' ? 'against' : 'neutral';
}

/** Says what was found for one sign. */
export function signSentence({ signs }: CauseText, read: ReadSign, voice: Voice): string {
  const text = signs[read.sign];
  if (text === undefined) throw new Error(`no sentence for the sign "${read.sign}"`);
  if (read.outcome === 'seen') return voice.tell(text.seen, voice.facts(read.shape, read.facts));
  if (read.outcome === 'absent') return voice.tell(text.absent);
  return voice.say('page.unseenSign', { sentence: voice.tell(text.absent) });
}

/** Every sign of one cause, and which cause that is; before them what the RST itself says. */
export interface EvidenceList {
  readonly stated: EvidenceRow | null;
  readonly intro: string | null;
  readonly signs: readonly EvidenceRow[];
}

/** Every sign of the cause: seen, absent, or not to be seen in this capture. What speaks for it comes first. */
export function evidenceOf(verdict: Verdict, voice: Voice): EvidenceList | null {
  const text = causeOfSigns(voice.catalogue, verdict);
  const stated = statedRow(verdict, voice);
  if (text === null || verdict.signs.length === 0) return stated === null ? null : { stated, intro: null, signs: [] };
  const order: readonly Leaning[] = ['for', 'against', 'clear', 'neutral', 'open'];
  const key = verdict.cause === 'undetermined' ? 'page.nearestIntro' : 'page.evidenceIntro';
  const signs = verdict.signs
    .map((read) => ({ read, leaning: leaningOf(read) }))
    .sort((a, b) => order.indexOf(a.leaning) - order.indexOf(b.leaning))
    .map(({ read, leaning }) => ({
      mark: MARKS[leaning],
      sentence: signSentence(text, read, voice),
      weight: voice.say(`leanings.${leaning}`),
    }));
  return { stated, intro: voice.say(key, { cause: voice.tell(text.title) }), signs };
}

function statedRow(verdict: Verdict, voice: Voice): EvidenceRow | null {
  const sentence = statedSentence(verdict, voice);
  return sentence === null ? null : { mark: '!', sentence, weight: voice.say('leanings.stated') };
}
