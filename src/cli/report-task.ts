/** One report of several, as plain data that passes between threads. */
import type { CaptureDigest, CaptureFailure } from '../model/overview.ts';
import type { KnownFlags } from './known.ts';
import type { CaptureFlags } from './session.ts';
import type { Wanted, Written } from './wanted.ts';

/** What to do: plain data, which can be handed to a thread. */
export interface ReportJob {
  readonly paths: readonly string[];
  /** Path that the names of all files begin with. */
  readonly base: string;
  readonly flags: CaptureFlags & KnownFlags & { readonly date?: string };
  readonly wanted: Wanted;
  /** One for all captures of a run; null: nothing is redacted. */
  readonly redactionKey: Uint8Array | null;
  /** Folder that remembers what was done; null: nothing is looked up or remembered. */
  readonly ledger: string | null;
  /** Do it even if it was done. */
  readonly fresh: boolean;
}

/** What became of it. */
export type ReportOutcome =
  | (Written & {
      readonly digest: CaptureDigest;
      /** What the process would say after this capture alone. */
      readonly exitCode: number;
      /** The files of an earlier run are still right. */
      readonly upToDate: boolean;
    })
  | { readonly failure: CaptureFailure; readonly stack: string };
