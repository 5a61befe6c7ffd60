import type { Analysis, Finding, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { checksFor } from './checklist.ts';
import { originsOf } from './kernel.ts';
import { type CauseSheet, causeTitle, type Subject, textsOf, verdictsOf } from './subject.ts';

/** A line of the summary: what is asked, what is answered. */
interface SummaryRow {
  readonly label: string;
  readonly text: string;
}

/** The page for the customer: no hex, no RFC number, no blame that is not proven. */
export interface PageOne {
  readonly verdict: string;
  readonly rows: readonly SummaryRow[];
  readonly actions: readonly string[];
  readonly unknowns: readonly string[];
}

/** How many measures and checks page one names; the checklist holds all of them. */
const ACTIONS = 3;

export function pageOne(analysis: Analysis, subject: Subject, voice: Voice, causes: readonly CauseSheet[]): PageOne {
  const { verdict } = subject;
  const texts = textsOf(voice.catalogue, verdict.cause);
  return {
    verdict: verdictText(verdict, voice),
    rows: [
      { label: voice.say('report.who'), text: whoActed(verdict, voice) },
      { label: voice.say('report.sure'), text: howSure(verdict, voice) },
      { label: voice.say('report.when'), text: voice.say('page.when', { zone: voice.zone(verdict.reset.timeUs) }) },
      { label: voice.say('report.scope'), text: scopeOf(analysis, subject.finding, voice) },
      { label: voice.say('report.impact'), text: voice.tell(texts.impact) },
    ],
    actions: actionsFor(verdict, texts.mitigations, voice, causes),
    unknowns: unknownsOf(verdict, voice),
  };
}

/** The verdict in one sentence, led by how sure it is: a possible cause must never read as a fact. */
export function verdictText({ cause, confidence }: Verdict, voice: Voice): string {
  const sentence = voice.tell(textsOf(voice.catalogue, cause).verdict);
  return confidence === 'undetermined' ? sentence : `${voice.say(`confidence.${confidence}.lead`)}${sentence}`;
}

/** Who acted, no surer than the capture allows. */
export function whoActed({ origin, confidence }: Verdict, voice: Voice): string {
  const origins = originsOf({ origin });
  if (origins.length > 1) {
    return voice.say('who.tied', { list: voice.list(origins.map((value) => voice.say(`origins.${value}`))) });
  }
  const sureness = origin.confidence === 'proven' && confidence !== 'proven' ? 'likely' : origin.confidence;
  return voice.say(`who.${origin.value}`, { sureness });
}

/** The confidence word, what it means, and why it is not a higher one. */
export function howSure({ confidence, limit, tied }: Verdict, voice: Voice): string {
  const sentences = [voice.say(`confidence.${confidence}.sentence`)];
  if (limit !== null) sentences.push(voice.say(`limits.${limit}`, { sureness: confidence }));
  if (tied.length > 0) {
    const names = tied.map((id) => voice.tell(causeTitle(voice.catalogue, id)));
    sentences.push(voice.say('page.tied', { list: voice.list(names) }));
  }
  return joinSentences(sentences, voice);
}

function scopeOf(analysis: Analysis, finding: Finding, voice: Voice): string {
  const count = verdictsOf(analysis, finding).length;
  return voice.say('page.scope', {
    service: voice.text(finding.service),
    resets: voice.count(count),
    connections: voice.count(finding.connections),
    findings: voice.count(analysis.findings.length),
  });
}

function actionsFor(
  verdict: Verdict,
  mitigations: readonly string[],
  voice: Voice,
  causes: readonly CauseSheet[],
): readonly string[] {
  const measures = mitigations.slice(0, ACTIONS).map((message) => voice.tell(message));
  const checks = checksFor(verdict, voice, causes)
    .flatMap(({ party, steps }) => steps.slice(0, 1).map(({ action }) => voice.say('page.check', { party, action })))
    .slice(0, ACTIONS);
  const decided = verdict.confidence === 'proven' || verdict.confidence === 'likely';
  return decided ? [...measures, ...checks] : [...checks, ...measures];
}

function unknownsOf({ blind, next }: Verdict, voice: Voice): readonly string[] {
  const said = blind.map(({ key, shape, facts }) => voice.sayFacts(`blind.${key}`, shape, facts));
  if (next !== null) said.push(voice.say('page.next', { action: voice.say(`nextCaptures.${next}.action`) }));
  return said;
}

/** Puts sentences one after the other, with the space that the language wants between them. */
export function joinSentences(sentences: readonly string[], voice: Voice): string {
  return sentences.join(voice.say('lists.sentenceGap'));
}
