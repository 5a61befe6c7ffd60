/** What lists for other programs quote of an analysis: one language, no markup, nothing that a reader cannot see. */
import type { Diagnostic } from './diagnostic.ts';
import type { EarlierFinding } from './triage.ts';
import type { Finding } from './verdict.ts';

/** What is said of one finding. */
export interface ToldFinding {
  /** Name of the cause. */
  readonly title: string;
  /** The verdict in one sentence. */
  readonly verdict: string;
  /** Service, counts, frames: one line. */
  readonly numbers: string;
  readonly who: string;
  readonly sure: string;
  /** Why it is suppressed; null: it is not. */
  readonly suppressed: string | null;
}

/** Says what a list needs. */
export interface ListTeller {
  /** BCP 47. */
  readonly language: string;
  readonly finding: (finding: Finding) => ToldFinding;
  readonly gone: (finding: EarlierFinding) => { readonly title: string; readonly sentence: string };
  readonly diagnostic: (diagnostic: Diagnostic) => string;
}
