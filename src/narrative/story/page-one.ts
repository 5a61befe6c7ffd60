import { isInserted } from '../../model/crossing.ts';
import type { Analysis, Finding, Verdict } from '../../model/verdict.ts';
import type { Voice } from '../voice.ts';
import { checksFor } from './checklist.ts';
import { crossingSentences } from './crossing.ts';
import { signSentence } from './evidence-list.ts';
import { originsOf } from './kernel.ts';
import { nextOf } from './limits.ts';
import { joinSentences } from './sentences.ts';
import { statedSentence } from './stated.ts';
import { type CauseSheet, causeOfSigns, causeTitle, type Subject, textsOf, verdictsOf } from './subject.ts';
import { triageRows } from './triage.ts';
import { whatWasSeen } from './what-was-seen.ts';

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
  const row = (label: string, text: string): SummaryRow => ({ label, text });
  return {
    verdict: verdictText(verdict, voice),
    rows: [
      ...observations(verdict, voice),
      ...bothEnds(analysis, verdict, voice),
      row(voice.say('report.who'), whoActed(verdict, voice)),
      row(voice.say('report.sure'), howSure(verdict, voice)),
      row(voice.say('report.when'), voice.say('page.when', { zone: voice.zone(verdict.reset.timeUs) })),
      row(voice.say('report.scope'), scopeOf(analysis, subject.finding, voice)),
      row(voice.say('report.impact'), impactText(verdict, voice, causes)),
      ...triageRows(analysis, subject.finding, voice),
    ],
    actions: actionsFor(verdict, voice, causes),
    unknowns: unknownsOf(verdict, voice),
  };
}

/** What the capture of the other end adds. */
function bothEnds(analysis: Analysis, verdict: Verdict, voice: Voice): readonly SummaryRow[] {
  const said = crossingSentences(verdict, analysis, voice);
  return said.length === 0 ? [] : [{ label: voice.say('report.bothEnds'), text: joinSentences(said, voice) }];
}

/** What stands before any conclusion: the RST's own words, and where there is no conclusion, what was seen. */
function observations(verdict: Verdict, voice: Voice): readonly SummaryRow[] {
  const stated = statedSentence(verdict, voice);
  const rows = stated === null ? [] : [{ label: voice.say('report.stated'), text: stated }];
  if (verdict.cause !== 'undetermined') return rows;
  return [...rows, { label: voice.say('report.seen'), text: joinSentences(whatWasSeen(verdict, voice), voice) }];
}

/** What this RST did to the service. The text of the cause tells its usual impact; a RST of another impact is told in general words. */
function impactText({ cause, impact }: Verdict, voice: Voice, causes: readonly CauseSheet[]): string {
  const text = cause === 'undetermined' ? null : voice.catalogue.cause(cause);
  const usual = causes.find(({ id }) => id === cause)?.impact ?? impact;
  return text === null || usual !== impact ? voice.say(`impacts.${impact}.sentence`) : voice.tell(text.impact);
}

/** The verdict in one sentence, led by how sure it is: a possible cause must never read as a fact. */
export function verdictText({ cause, confidence }: Verdict, voice: Voice): string {
  const sentence = voice.tell(textsOf(voice.catalogue, cause).verdict);
  return confidence === 'undetermined' ? sentence : `${voice.say(`confidence.${confidence}.lead`)}${sentence}`;
}

/** Who acted, no surer than the capture allows. */
export function whoActed({ origin, confidence, crossing }: Verdict, voice: Voice): string {
  const origins = originsOf({ origin });
  if (origins.length > 1) {
    return voice.say('who.tied', { list: voice.list(origins.map((value) => voice.say(`origins.${value}`))) });
  }
  // Two captures prove where it came from, whatever the cause.
  const isBound = confidence !== 'proven' && !isInserted(crossing);
  const sureness = origin.confidence === 'proven' && isBound ? 'likely' : origin.confidence;
  return voice.say(`who.${origin.value}`, { sureness });
}

/** What the confidence word of the verdict means, and why it is not a higher one. */
export function howSure(verdict: Verdict, voice: Voice): string {
  const { confidence, tied } = verdict;
  const sentences = [voice.say(`confidence.${confidence}.sentence`), ...whyNotSurer(verdict, voice)];
  if (tied.length > 0) {
    const names = tied.map((id) => voice.tell(causeTitle(voice.catalogue, id)));
    sentences.push(voice.say('page.tied', { list: voice.list(names) }));
  }
  return joinSentences(sentences, voice);
}

/** What keeps the verdict from being surer; a sign that cannot be seen is named. */
function whyNotSurer(verdict: Verdict, voice: Voice): readonly string[] {
  const { limit, confidence } = verdict;
  if (limit === null) return [];
  const said = voice.say(`limits.${limit}`, { sureness: confidence });
  if (limit !== 'unseenSign') return [said];
  const missing = missingSign(verdict, voice);
  return missing.length === 0 && confidence === 'undetermined' ? [voice.say('page.noMatch')] : [said, ...missing];
}

/** Names the sign that is needed and cannot be seen; when undetermined, the one that the nearest cause needs. */
function missingSign(verdict: Verdict, voice: Voice): readonly string[] {
  const text = causeOfSigns(voice.catalogue, verdict);
  const unseen = verdict.signs.filter(({ outcome }) => outcome === 'unseen');
  const missing = NEEDED.map((bearing) => unseen.find((sign) => sign.bearing === bearing)).find((sign) => sign);
  if (text === null || missing === undefined) return [];
  if (verdict.cause !== 'undetermined') return [signSentence(text, missing, voice)];
  const sentence = voice.tell(text.signs[missing.sign]?.absent ?? '');
  return [voice.say('page.unseenNearest', { cause: voice.tell(text.title), sentence })];
}

/** Bearings of signs that a cause needs, the most necessary first. */
const NEEDED = ['required', 'decisive', 'strong'];

function scopeOf(analysis: Analysis, finding: Finding, voice: Voice): string {
  const count = verdictsOf(analysis, finding).length;
  return voice.say('page.scope', {
    service: voice.text(finding.service),
    resets: voice.count(count),
    connections: voice.count(finding.connections),
    findings: voice.count(analysis.findings.length),
  });
}

function actionsFor(verdict: Verdict, voice: Voice, causes: readonly CauseSheet[]): readonly string[] {
  const { mitigations } = textsOf(voice.catalogue, verdict.cause);
  const general = mitigations.slice(0, ACTIONS).map((message) => voice.tell(message));
  const measures = [...preventionText(verdict, voice), ...general];
  const checks = firstChecks(verdict, voice, causes);
  const decided = verdict.confidence === 'proven' || verdict.confidence === 'likely';
  return decided ? [...measures, ...checks] : [...checks, ...measures];
}

/** What would have prevented this RST, in figures of this capture. */
function preventionText({ prevention }: Verdict, voice: Voice): readonly string[] {
  return prevention === null
    ? []
    : [voice.sayFacts(`preventions.${prevention.key}`, prevention.shape, prevention.facts)];
}

/** One check for each party. When the client sent the RST, its own come first, and the server, often a stranger's, is left alone. */
function firstChecks(verdict: Verdict, voice: Voice, causes: readonly CauseSheet[]): readonly string[] {
  const fromClient = verdict.sender === 'client' && originsOf(verdict)[0] === 'endpoint';
  return checksFor(verdict, voice, causes)
    .filter(({ id }) => !fromClient || id === 'device' || id === 'network')
    .flatMap(({ id, party, steps }) =>
      steps
        .slice(0, fromClient && id === 'device' ? ACTIONS - 1 : 1)
        .map(({ action }) => voice.say('page.check', { party, action })),
    )
    .slice(0, ACTIONS);
}

function unknownsOf(verdict: Verdict, voice: Voice): readonly string[] {
  const { blind } = verdict;
  const next = nextOf(verdict);
  const said = blind.map(({ key, shape, facts }) => voice.sayFacts(`blind.${key}`, shape, facts));
  if (next !== null) said.push(voice.say('page.next', { action: voice.say(`nextCaptures.${next}.action`) }));
  return said;
}
