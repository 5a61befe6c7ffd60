/** One report of several, as plain data that passes between threads. */
import type { CaptureDigest, CaptureFailure } from '../model/overview.ts';
import type { KnownFlags } from './known.ts';
import type { CaptureFlags } from './session.ts';
import type { Wanted } from './write-documents.ts';

/** What to do: plain data, which can be handed to a thread. */
export interface ReportJob {
  readonly paths: readonly string[];
  /** Path that the names of all files begin with. */
  readonly base: string;
  readonly flags: CaptureFlags & KnownFlags & { readonly date?: string };
  readonly wanted: Wanted;
  /** Folder that remembers what was done; null: nothing is looked up or remembered. */
  readonly ledger: string | null;
  /** Do it even if it was done. */
  readonly fresh: boolean;
}

/** What became of it. */
export type ReportOutcome =
  | {
      readonly digest: CaptureDigest;
      readonly paths: readonly string[];
      readonly missingGlyphs: readonly number[];
      /** What the process would say after this capture alone. */
      readonly exitCode: number;
      /** The files of an earlier run are still right. */
      readonly upToDate: boolean;
    }
  | { readonly failure: CaptureFailure; readonly stack: string };
