import type { CauseId } from './cause-ids.ts';
import type { ErrorCode } from './errors.ts';
import type { Facts } from './reading.ts';
import type { Confidence, Impact } from './verdict.ts';

/** What an overview keeps of one finding. Plain data: it passes between threads and rests in files. */
export interface FindingDigest {
  readonly fingerprint: string;
  readonly cause: CauseId | 'undetermined';
  readonly confidence: Confidence;
  readonly impact: Impact;
  /** `address:port` of the server side. */
  readonly service: string;
  /** RSTs, second sights of a packet left out. */
  readonly resets: number;
  readonly connections: number;
  /** Minutes since 1970 in which RSTs came, and how many: `[minute, count]` in the order of time. */
  readonly minutes: readonly (readonly [minute: number, count: number])[];
}

/** What an overview keeps of one analysed capture. */
export interface CaptureDigest {
  readonly sha256: readonly string[];
  readonly packets: number;
  readonly connections: number;
  readonly resets: number;
  readonly complete: boolean;
  /** First and last packet in milliseconds since 1970; null for a capture without packets. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** In the order of the report: the worst first. */
  readonly findings: readonly FindingDigest[];
}

/** Why a capture has no report; code null: a bug of ours. */
export interface CaptureFailure {
  readonly code: ErrorCode | null;
  readonly facts: Facts;
}

/** One capture among several: its name, what all names of its report begin with, and what was found. */
export interface OverviewEntry {
  readonly name: string;
  readonly report: string;
  readonly result: { readonly digest: CaptureDigest } | { readonly failure: CaptureFailure };
}

/** All captures of one run, in the order in which they were named. */
export interface Overview {
  readonly tool: { readonly name: 'whyrst'; readonly version: string };
  readonly entries: readonly OverviewEntry[];
}
