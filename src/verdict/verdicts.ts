/** Judges all RSTs of a capture. */
import type { CaptureSummary } from '../model/capture-summary.ts';
import type { Cause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { type List, mapped, rememberingFew } from '../model/list.ts';
import type { Finding, LiveVerdict, Verdict } from '../model/verdict.ts';
import { type Draft, drafted, draftOf } from './draft.ts';
import { findingsOf } from './findings.ts';
import { Sequels } from './sequels.ts';
import { verdictOf } from './verdict-of.ts';
import { withhold } from './withhold.ts';

/** What a printed capture does not show of each packet. */
type Printed = Pick<CaptureSummary, 'headersMissing'>;

/** Verdicts in frame order, and the findings they form. */
export function judgeAll(
  causes: readonly Cause[],
  evidence: List<Evidence>,
  printed: Printed = {},
): { readonly verdicts: Verdict[]; readonly findings: Finding[] } {
  const drafts = draftAll(causes, evidence, printed);
  const { findings, findingOf } = findingsOf(drafts);
  return { findings, verdicts: drafts.map((draft) => drafted(draft, findingOf(draft))) };
}

/** The verdicts alone, not yet in findings. `before` RSTs of the capture are not among these: their numbers go on from there. */
export function draftAll(
  causes: readonly Cause[],
  evidence: List<Evidence>,
  printed: Printed = {},
  before = 0,
): Draft[] {
  const idAt = (place: number): string => `r${before + place + 1}`;
  const judge = (one: Evidence, place: number): LiveVerdict => {
    const verdict = verdictOf(causes, one, place, idAt);
    return printed.headersMissing === undefined ? verdict : withhold(verdict, printed.headersMissing);
  };
  const judgements = rememberingFew(
    mapped(evidence, (one, place) => ({ verdict: judge(one, place), neighbours: one.neighbours })),
  );
  const source = mapped(judgements, ({ verdict }) => verdict);
  const sequels = new Sequels();
  const drafts: Draft[] = [];
  for (const { verdict, neighbours } of judgements) {
    drafts.push(sequels.follow(draftOf(verdict, source, drafts.length), neighbours));
  }
  return drafts;
}
