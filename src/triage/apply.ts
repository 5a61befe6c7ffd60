/** Compares an analysis with an earlier one and puts findings aside by rules. It marks findings; nothing else changes. */
import type { AppliedRule, Baseline, IgnoreFile, IgnoreRule } from '../model/triage.ts';
import type { Analysis, Finding } from '../model/verdict.ts';

/** What an analysis is compared with and sorted by. */
export interface Known {
  readonly baseline: Baseline | null;
  readonly ignoreFile: IgnoreFile | null;
  /** The date of the report, as 2026-11-20; null: there is none, and no rule expires. */
  readonly date: string | null;
}

/** The analysis with its findings marked. */
export function applyKnown(analysis: Analysis, { baseline, ignoreFile, date }: Known): Analysis {
  const rules = (ignoreFile?.rules ?? []).map((rule) => appliedTo(analysis.findings, rule, date));
  const before = baseline === null ? null : new Set(baseline.findings.map(({ fingerprint }) => fingerprint));
  const now = new Set(analysis.findings.map(({ fingerprint }) => fingerprint));
  return {
    ...analysis,
    findings: analysis.findings.map((finding) => ({
      ...finding,
      standing: before === null ? null : before.has(finding.fingerprint) ? 'unchanged' : 'new',
      suppressedBy: indexOrNull(rules.findIndex((rule) => rule.state === 'applies' && matches(rule, finding))),
    })),
    triage: {
      baseline: baseline === null ? null : { name: baseline.name, captures: baseline.captures },
      gone: (baseline?.findings ?? []).filter(({ fingerprint }) => !now.has(fingerprint)),
      ignoreFile: ignoreFile?.name ?? null,
      rules,
      date,
    },
  };
}

function appliedTo(findings: readonly Finding[], rule: IgnoreRule, date: string | null): AppliedRule {
  const matched = findings.filter((finding) => matches(rule, finding)).map(({ id }) => id);
  const isOver = date !== null && date > rule.expires;
  return { ...rule, state: matched.length === 0 ? 'idle' : isOver ? 'expired' : 'applies', findings: matched };
}

/** Whether a finding has all that a rule asks for. */
function matches({ fingerprint, cause, service, host }: IgnoreRule, finding: Finding): boolean {
  const wanted = [
    [fingerprint, finding.fingerprint],
    [cause, finding.cause],
    [service, finding.service],
    [host, hostOf(finding.service)],
  ];
  return wanted.every(([asked, found]) => asked === undefined || asked === found);
}

/** The address of a service: `192.0.2.7:443`, `[2001:db8::7]:443`, or either without a port and brackets. */
function hostOf(service: string): string {
  const [, bracketed] = /^\[(.*)\]:\d+$/.exec(service) ?? [];
  return bracketed ?? service.replace(/^([^:]*):\d+$/, '$1');
}

const indexOrNull = (index: number): number | null => (index < 0 ? null : index);
