import type { FieldJudgement, Verdict } from '../../model/verdict.ts';
import { codeCell, codeSpan } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { asText } from './stated.ts';

/** One header field of the RST: what it holds, what was to be expected, and what follows. */
interface FieldRow {
  readonly name: string;
  readonly value: string;
  readonly expected: string;
  readonly mark: string;
  readonly judged: string;
}

/** Marks of a judgement; a word stands beside them, so that nothing hangs on the symbol alone. */
export const JUDGEMENT_MARKS: Readonly<Record<FieldJudgement['judgement'], string>> = {
  fits: '✓',
  odd: '⚠',
  neutral: '–',
  unseen: '?',
};

/** The two sentences about a field. */
export function fieldSentences(
  { field, reason, value, shape, facts }: FieldJudgement,
  voice: Voice,
): { readonly expected: string; readonly judged: string } {
  const key = `fields.${field}.${reason}`;
  const quoted = { value: voice.text(value) };
  return {
    expected: voice.sayFacts(`${key}.expected`, shape, facts, quoted),
    judged: voice.sayFacts(`${key}.judged`, shape, facts, quoted),
  };
}

export function fieldTable({ fields }: Verdict, voice: Voice): readonly FieldRow[] {
  return fields.map((field) => ({
    name: voice.say(`fieldNames.${field.field}`),
    value: codeCell(field.value),
    ...fieldSentences(field, voice),
    mark: `${JUDGEMENT_MARKS[field.judgement]} ${voice.say(`judgements.${field.judgement}`)}`,
  }));
}

/** What the RST carries, since some devices state their reason there; null when it carries nothing or nothing was captured. */
export function payloadText({ payload }: Verdict, voice: Voice): string | null {
  if (payload.length === 0) return null;
  return voice.say('page.payload', { text: codeSpan(asText(payload)) });
}
