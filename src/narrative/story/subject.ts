import type { Brand } from '../../model/brand.ts';
import type { CauseText } from '../../model/catalogue.ts';
import type { Cause, Party } from '../../model/cause.ts';
import type { CauseId } from '../../model/cause-ids.ts';
import type { ReportPart } from '../../model/report-parts.ts';
import type { Analysis, Finding, ReadSign, Verdict } from '../../model/verdict.ts';
import type { Catalogue } from '../catalogue.ts';

/** What the narrative may know of a cause beside its texts; handed in, since stages do not import each other. */
export type CauseSheet = Pick<Cause, 'id' | 'signs' | 'checks' | 'sources' | 'origin' | 'impact' | 'caps'>;

/** What a report is told with, beside the analysis and the language. */
export interface StoryOptions {
  readonly causes: readonly CauseSheet[];
  /** IANA name; default UTC. */
  readonly timeZone?: string;
  /** Date printed on the report; default: the end of the capture. */
  readonly date?: string;
  /** Frame of the RST that leads the report; default: the first RST of the first finding. */
  readonly subjectFrame?: number;
  /** Whose report it is, and for whom. */
  readonly brand?: Brand;
  /** What follows the customer page; all parts unless given. */
  readonly parts?: readonly ReportPart[];
}

/** The RST that a report explains in full, with the finding it belongs to. */
export interface Subject {
  readonly verdict: Verdict;
  readonly finding: Finding;
}

/** In the order in which a checklist is worked through. */
export const parties: readonly Party[] = ['device', 'network', 'serverOs', 'serverApplication'];

/** The verdicts of a finding in frame order; copies of a packet are left out. */
export function verdictsOf({ verdicts }: Analysis, finding: Finding): readonly Verdict[] {
  const ids = new Set(finding.resets);
  return verdicts.filter(({ id, sameAs }) => ids.has(id) && sameAs === null);
}

/** The RST that leads: the one asked for, else the first of the first finding that no rule puts aside. null: the capture holds none. */
export function chooseSubject(analysis: Analysis, frame: number | undefined): Subject | null {
  if (frame !== undefined) {
    const verdict = analysis.verdicts.find(({ reset }) => reset.frame === frame);
    const finding = analysis.findings.find(({ id }) => id === verdict?.finding);
    if (verdict === undefined || finding === undefined) throw new Error(`frame ${frame} holds no RST of this analysis`);
    return { verdict, finding };
  }
  const finding = analysis.findings.find(({ suppressedBy }) => suppressedBy === null) ?? analysis.findings[0];
  if (finding === undefined) return null;
  const verdict = verdictsOf(analysis, finding)[0];
  if (verdict === undefined) throw new Error(`finding ${finding.id} holds no RST`);
  return { verdict, finding };
}

/** Short name of a cause in the reader's language, as a message. */
export function causeTitle(catalogue: Catalogue, id: CauseId | 'undetermined'): string {
  if (id === 'undetermined') return catalogue.common('undetermined.title');
  return catalogue.cause(id)?.title ?? catalogue.common(`lookAlikes.${id}`);
}

/** The texts that carry a verdict: those of its cause, or those that say openly that the cause is not determined. */
export function textsOf(
  catalogue: Catalogue,
  cause: CauseId | 'undetermined',
): Omit<CauseText, 'signs' | 'decides' | 'impact'> {
  if (cause !== 'undetermined') {
    const text = catalogue.cause(cause);
    if (text === null) throw new Error(`"${cause}" is a verdict and has no texts in ${catalogue.tag}`);
    return text;
  }
  return {
    title: catalogue.common('undetermined.title'),
    verdict: catalogue.common('undetermined.verdict'),
    explanation: catalogue.common('undetermined.explanation'),
    mitigations: catalogue
      .keysOf('undetermined.mitigations')
      .map((key) => catalogue.common(`undetermined.mitigations.${key}`)),
  };
}

/** The texts of the cause whose signs a verdict lists: its own; when undetermined, the nearest one that has these signs. */
export function causeOfSigns(catalogue: Catalogue, verdict: Verdict): CauseText | null {
  const nearest = [...verdict.alternatives.map(({ cause }) => cause), ...verdict.tied];
  const candidates = verdict.cause === 'undetermined' ? nearest : [verdict.cause];
  for (const id of candidates) {
    const text = catalogue.cause(id);
    if (text !== null && hasThese(text, verdict.signs)) return text;
  }
  return null;
}

function hasThese({ signs }: CauseText, read: readonly ReadSign[]): boolean {
  return read.length === Object.keys(signs).length && read.every(({ sign }) => Object.hasOwn(signs, sign));
}

/** Sheets of the causes that a checklist serves: the cause and what ties with it; when undetermined, the nearest ones. */
export function sheetsOf(verdict: Verdict, causes: readonly CauseSheet[]): readonly CauseSheet[] {
  const nearest = verdict.alternatives.slice(0, NEAREST).map(({ cause }) => cause);
  const ids = verdict.cause === 'undetermined' ? [...verdict.tied, ...nearest] : [verdict.cause, ...verdict.tied];
  return ids.flatMap((id) => causes.filter((cause) => cause.id === id));
}

/** How many of the nearest causes an undetermined verdict sends the reader to check. */
const NEAREST = 3;
