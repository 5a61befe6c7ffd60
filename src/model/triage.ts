/** What is known about findings from outside the capture: an earlier analysis, and rules that put findings aside. No verdict depends on it. */
import type { Confidence, Impact } from './judgement.ts';

/** How a finding stands against the baseline, by fingerprint. */
export type Standing = 'new' | 'unchanged';

/** A finding of an earlier analysis. */
export interface EarlierFinding {
  readonly fingerprint: string;
  /** Its id, which an older or newer version may have and this one not. */
  readonly cause: string;
  readonly confidence: Confidence;
  readonly impact: Impact;
  readonly service: string;
  readonly connections: number;
}

/** An earlier analysis, as far as it is compared with. */
export interface Baseline {
  /** Name of its file. */
  readonly name: string;
  /** Names of the captures that it was made of. */
  readonly captures: readonly string[];
  /** Which redaction key its addresses were hidden under; null: they were not. */
  readonly redactedUnder: string | null;
  readonly findings: readonly EarlierFinding[];
}

/** What a finding must have for a rule to put it aside: all that is given. */
export interface RuleMatch {
  readonly fingerprint?: string;
  readonly cause?: string;
  /** `address:port`, or `[address]:port`, as findings name their service. */
  readonly service?: string;
  /** Address of the service, whatever its port. */
  readonly host?: string;
}

/** What a rule may ask for, in the order in which it is told. */
export const ruleKeys = ['fingerprint', 'cause', 'service', 'host'] as const satisfies readonly (keyof RuleMatch)[];

/** A rule that puts findings aside. */
export interface IgnoreRule extends RuleMatch {
  /** Where it stands in its file. */
  readonly line: number;
  /** Why; null where redaction hides what people wrote. */
  readonly reason: string | null;
  /** Who says so; null: not told, or hidden. */
  readonly by: string | null;
  /** The last day on which it holds, as 2027-03-31. */
  readonly expires: string;
}

/** A file of rules. */
export interface IgnoreFile {
  readonly name: string;
  readonly rules: readonly IgnoreRule[];
}

/** A rule, and what came of it. */
export interface AppliedRule extends IgnoreRule {
  /** `applies`: it puts findings aside. `expired`: findings match and are not put aside any more. `idle`: nothing matches. */
  readonly state: 'applies' | 'expired' | 'idle';
  /** Ids of the findings that match. */
  readonly findings: readonly string[];
}

/** What came of comparing and putting aside. */
export interface Triage {
  readonly baseline: { readonly name: string; readonly captures: readonly string[] } | null;
  /** Findings of the baseline that this analysis does not have; empty without one. */
  readonly gone: readonly EarlierFinding[];
  readonly ignoreFile: string | null;
  readonly rules: readonly AppliedRule[];
  /** The day that decides whether a rule has expired: the date of the report, never the clock. null: the capture has no time. */
  readonly date: string | null;
}
