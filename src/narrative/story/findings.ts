import type { Analysis, Finding, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { resetsFilter } from '../wireshark.ts';
import { evidenceOf } from './evidence-list.ts';
import { measureOf } from './measure.ts';
import { howSure, verdictText, whoActed } from './page-one.ts';
import { causeTitle, verdictsOf } from './subject.ts';
import { markedTitle } from './triage.ts';

/** A finding as one row of a table. */
interface FindingRow {
  readonly number: string;
  readonly title: string;
  readonly confidence: string;
  readonly impact: string;
  readonly service: string;
  readonly resets: string;
  readonly connections: string;
  readonly frames: string;
}

/** A finding with a section of its own. */
interface FindingSection extends FindingRow {
  readonly verdict: string;
  readonly who: string;
  readonly sure: string;
  readonly period: string;
  /** For Wireshark: the RSTs of the service. */
  readonly filter: string;
  readonly evidence: ReturnType<typeof evidenceOf>;
}

/** All findings but the one that leads. */
export interface OtherFindings {
  readonly sections: readonly FindingSection[];
  /** Harmless and suppressed ones, and those beyond the number of sections. */
  readonly folded: readonly FindingRow[];
  readonly more: string | null;
}

type Spoken = { readonly analysis: Analysis; readonly voice: Voice };

/** The table of all findings on page one; empty when there is only one. */
export function findingRows({ analysis, voice }: Spoken): readonly FindingRow[] {
  const { findings } = analysis;
  if (findings.length < 2) return [];
  return findings
    .slice(0, measureOf(analysis).findings)
    .map((finding, index) => rowOf(finding, index + 1, { analysis, voice }));
}

/** How many of so many rows are cut off, as a sentence, or null. */
export function moreFindings(total: number, { analysis, voice }: Spoken): string | null {
  return moreThan(total, measureOf(analysis).findings, voice);
}

function moreThan(total: number, listed: number, voice: Voice): string | null {
  const more = total - listed;
  return more > 0 ? voice.say('page.moreFindings', { more: voice.count(more) }) : null;
}

export function otherFindings({ analysis, voice }: Spoken, lead: Finding): OtherFindings {
  const measure = measureOf(analysis);
  const others = analysis.findings.map((finding, index) => ({ finding, number: index + 1 }));
  const rest = others.filter(({ finding }) => finding.id !== lead.id);
  const serious = rest.filter(({ finding }) => !isHarmless(finding)).slice(0, measure.sections);
  const folded = rest.filter((other) => !serious.includes(other));
  return {
    sections: serious.map(({ finding, number }) => sectionOf(finding, number, { analysis, voice })),
    folded: folded.slice(0, measure.folded).map(({ finding, number }) => rowOf(finding, number, { analysis, voice })),
    more: moreThan(folded.length, measure.folded, voice),
  };
}

function isHarmless({ impact, suppressedBy }: Finding): boolean {
  return suppressedBy !== null || impact === 'benign' || impact === 'probe';
}

function leadOf(finding: Finding, verdicts: readonly Verdict[]): Verdict {
  const first = verdicts[0];
  if (first === undefined) throw new Error(`finding ${finding.id} holds no RST`);
  return first;
}

function rowOf(finding: Finding, number: number, { analysis, voice }: Spoken): FindingRow {
  const verdicts = verdictsOf(analysis, finding);
  const lead = leadOf(finding, verdicts);
  const told = voice.about(lead, analysis);
  const frames = verdicts.map(({ reset }) => reset.frame);
  const named = measureOf(analysis).frames;
  const shown = voice.frames(frames.slice(0, named));
  const more = frames.length - named;
  return {
    number: String(number),
    title: markedTitle(told.tell(causeTitle(voice.catalogue, finding.cause)), finding, voice),
    confidence: voice.say(`confidence.${lead.confidence}.label`),
    impact: voice.say(`impacts.${finding.impact}.label`),
    service: voice.text(finding.service),
    resets: String(voice.count(verdicts.length)),
    connections: String(voice.count(finding.connections)),
    frames: more > 0 ? voice.say('lists.more', { list: shown, more: voice.count(more) }) : shown,
  };
}

function sectionOf(finding: Finding, number: number, { analysis, voice }: Spoken): FindingSection {
  const verdict = leadOf(finding, verdictsOf(analysis, finding));
  const told = voice.about(verdict, analysis);
  return {
    ...rowOf(finding, number, { analysis, voice }),
    verdict: verdictText(verdict, told),
    who: whoActed(verdict, told),
    sure: howSure(verdict, told),
    period: periodOf(finding, told),
    filter: resetsFilter(verdict),
    evidence: evidenceOf(verdict, told),
  };
}

function periodOf({ firstUs, lastUs }: Finding, voice: Voice): string {
  const first = voice.time(firstUs);
  return firstUs === lastUs
    ? voice.say('page.at', { first })
    : voice.say('page.period', { first, last: voice.time(lastUs) });
}
