import type { KnownFlags } from './known.ts';
import type { CaptureFlags } from './session.ts';
import type { SettingFlags } from './settings/config.ts';
import type { Wanted } from './wanted.ts';

/** Options of `whyrst report`. */
export interface ReportFlags extends CaptureFlags, SettingFlags, KnownFlags {
  readonly output: string;
  readonly format?: string;
  readonly frame?: string;
  readonly date?: string;
  readonly sections?: string;
  readonly without?: string;
  readonly bilingual?: boolean;
  readonly evidencePcap?: boolean;
  readonly letter?: boolean;
  readonly comment?: boolean;
  readonly commentLimit?: string;
  readonly jobs?: string;
  readonly fresh?: boolean;
}

/** What the user asked for, checked. */
export interface ReportRequest extends Wanted {
  readonly flags: ReportFlags;
}
