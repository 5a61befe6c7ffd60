/** What the findings were compared with, and which were put aside: sentences for page one, and a section that lists everything. */
import { causeIds } from '../../model/cause-ids.ts';
import { type AppliedRule, type EarlierFinding, ruleKeys, type Triage } from '../../model/triage.ts';
import type { Analysis, Finding } from '../../model/verdict.ts';
import { codeCell } from '../escape.ts';
import type { Voice } from '../voice.ts';
import { measureOf } from './measure.ts';
import { joinSentences } from './sentences.ts';
import { causeTitle } from './subject.ts';

/** A line of the summary. */
interface Row {
  readonly label: string;
  readonly text: string;
}

/** What is new or suppressed, about the finding that leads and about all; nothing where nothing was compared. */
export function triageRows({ findings, triage }: Analysis, lead: Finding | null, voice: Voice): readonly Row[] {
  if (triage === null) return [];
  return [
    { label: voice.say('report.baseline'), said: comparedTexts(findings, triage, lead, voice) },
    { label: voice.say('report.suppressed'), said: suppressedTexts(findings, triage, lead, voice) },
  ].flatMap(({ label, said }) => (said.length === 0 ? [] : [{ label, text: joinSentences(said, voice) }]));
}

type Findings = readonly Finding[];

type Texts = readonly string[];

function comparedTexts(findings: Findings, { baseline, gone }: Triage, lead: Finding | null, voice: Voice): Texts {
  if (baseline === null) return [];
  const standing = lead?.standing ?? null;
  const fresh = findings.filter((each) => each.standing === 'new').length;
  return [
    ...(standing === null ? [] : [voice.say(`triage.lead.${standing}`, { name: voice.text(baseline.name) })]),
    voice.say('triage.counts', {
      fresh: voice.count(fresh),
      unchanged: voice.count(findings.length - fresh),
      gone: voice.count(gone.length),
    }),
  ];
}

function suppressedTexts(findings: Findings, { ignoreFile, rules }: Triage, lead: Finding | null, voice: Voice): Texts {
  if (ignoreFile === null) return [];
  const file = voice.text(ignoreFile);
  const count = findings.filter(({ suppressedBy }) => suppressedBy !== null).length;
  const expired = rules.filter(({ state }) => state === 'expired').length;
  const isLead = (lead?.suppressedBy ?? null) !== null;
  return [
    ...(isLead ? [voice.say('triage.lead.suppressed')] : []),
    ...(count === 0 ? [] : [voice.say('triage.suppressed', { file, count: voice.count(count) })]),
    ...(expired === 0 ? [] : [voice.say('triage.expired', { file, count: voice.count(expired) })]),
  ];
}

/** The title of a finding with what is known about it: new, unchanged, suppressed. */
export function markedTitle(title: string, { standing, suppressedBy }: Finding, voice: Voice): string {
  const marks = [
    ...(standing === null ? [] : [voice.say(`triage.marks.${standing}`)]),
    ...(suppressedBy === null ? [] : [voice.say('triage.marks.suppressed')]),
  ];
  return marks.length === 0 ? title : voice.say('triage.marked', { title, marks: voice.list(marks) });
}

/** A finding of the baseline that is gone, in words. */
type GoneRow = Readonly<Record<'title' | 'confidence' | 'impact' | 'service' | 'connections' | 'fingerprint', string>>;

interface RuleRow {
  readonly line: string;
  readonly match: string;
  readonly findings: string;
  readonly state: string;
  readonly reason: string;
  readonly by: string;
  readonly expires: string;
}

/** The section on it. */
export interface TriageView {
  readonly compared: {
    readonly intro: string;
    readonly gone: readonly GoneRow[];
    readonly anyGone: boolean;
    readonly more: string | null;
  } | null;
  readonly suppressed: {
    readonly intro: string;
    readonly rules: readonly RuleRow[];
    readonly anyRules: boolean;
    readonly idle: string | null;
  } | null;
}

export function triageView(analysis: Analysis, voice: Voice): TriageView {
  const { triage } = analysis;
  const { baseline = null, ignoreFile = null } = triage ?? {};
  if (triage === null) return { compared: null, suppressed: null };
  const gone = goneRows(triage.gone, voice).slice(0, measureOf(analysis).findings);
  const more = triage.gone.length - gone.length;
  const told = triage.rules.filter(({ state }) => state !== 'idle');
  return {
    compared: baseline && {
      intro: voice.say('triage.baseline', {
        name: voice.text(baseline.name),
        captures: voice.list(baseline.captures.map((name) => voice.text(name))),
      }),
      gone,
      anyGone: gone.length > 0,
      more: more > 0 ? voice.say('page.moreFindings', { more: voice.count(more) }) : null,
    },
    suppressed:
      ignoreFile === null
        ? null
        : {
            intro: voice.say('triage.rules', {
              file: voice.text(ignoreFile),
              date: triage.date === null ? voice.say('page.none') : voice.text(triage.date),
            }),
            rules: told.map((rule) => ruleRow(rule, analysis.findings, voice)),
            anyRules: told.length > 0,
            idle: idleText(triage.rules, voice),
          },
  };
}

/** What is gone, in words: the cause is named as far as this version knows it. */
export function goneRows(gone: readonly EarlierFinding[], voice: Voice): readonly GoneRow[] {
  return gone.map(({ cause, confidence, impact, service, connections, fingerprint }) => ({
    title: earlierTitle(cause, voice),
    confidence: voice.say(`confidence.${confidence}.label`),
    impact: voice.say(`impacts.${impact}.label`),
    service: voice.text(service),
    connections: String(voice.count(connections)),
    fingerprint: codeCell(fingerprint),
  }));
}

/** Name of a cause of an earlier analysis; its id where this version does not know it. */
export function earlierTitle(cause: string, voice: Voice): string {
  const known = ([...causeIds, 'undetermined'] as const).find((id) => id === cause);
  return known === undefined ? voice.text(cause) : voice.tell(causeTitle(voice.catalogue, known));
}

function ruleRow(rule: AppliedRule, findings: Findings, voice: Voice): RuleRow {
  const asked = ruleKeys.flatMap((key) => (rule[key] === undefined ? [] : [codeCell(`${key}: ${rule[key]}`)]));
  const numbers = findings.flatMap(({ id }, index) => (rule.findings.includes(id) ? [String(index + 1)] : []));
  const hidden = rule.reason === null;
  return {
    line: String(rule.line),
    match: voice.list(asked),
    findings: voice.list(numbers),
    state: voice.say(`triage.states.${rule.state}`),
    reason: hidden ? voice.say('triage.hidden') : voice.text(rule.reason),
    by: rule.by === null ? voice.say('page.none') : voice.text(rule.by),
    expires: voice.text(rule.expires),
  };
}

function idleText(rules: readonly AppliedRule[], voice: Voice): string | null {
  const lines = rules.filter(({ state }) => state === 'idle').map(({ line }) => String(line));
  if (lines.length === 0) return null;
  return voice.say('triage.idle', { count: voice.count(lines.length), lines: voice.list(lines) });
}
