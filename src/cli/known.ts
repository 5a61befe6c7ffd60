/** What an analysis is compared with and sorted by: `--baseline`, `--ignore-file`, `--fail-on`. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type Analysis,
  applyKnown,
  type Baseline,
  type FailOn,
  gateOf,
  hiddenName,
  hideAddress,
  type IgnoreFile,
  keyName,
  parseBaseline,
  parseFailOn,
  reportDate,
} from '../index.ts';
import { WhyrstError } from '../model/errors.ts';
import type { IgnoreRule } from '../model/triage.ts';
import { exitCodes } from './exit-codes.ts';
import { readIgnoreRules } from './settings/ignore-file.ts';
import { dateFrom, timeZoneFrom } from './values.ts';

/** Looked for in the working folder. */
const IGNORE_FILE = '.whyrstignore.yaml';

/** Options of commands that compare findings. */
export interface KnownFlags {
  readonly baseline?: string;
  readonly ignoreFile?: string;
  readonly failOn?: string;
}

/** The flags with the file of rules that lies in the working folder. */
export function withIgnoreFile<Flags extends KnownFlags>(flags: Flags, folder = '.'): Flags {
  const usual = folder === '.' ? IGNORE_FILE : `${folder}/${IGNORE_FILE}`;
  return flags.ignoreFile === undefined && existsSync(usual) ? { ...flags, ignoreFile: usual } : flags;
}

/** An analysis as it is told, and what the process will say. */
export interface Sorted {
  readonly analysis: Analysis;
  readonly exitCode: number;
  /** Ids of the findings that a list of tests shows as failed. */
  readonly failing: ReadonlySet<string>;
}

/** An analysis that is compared with nothing. */
export const unsorted = (analysis: Analysis): Sorted => gated(analysis, null);

/** Reads what the flags name, before the capture is read; what comes back marks an analysis. */
export function knownFrom(
  flags: KnownFlags & { readonly date?: string; readonly timeZone?: string },
  key: Uint8Array | undefined,
): (analysis: Analysis) => Sorted {
  const failOn = flags.failOn === undefined ? null : parseFailOn(flags.failOn);
  if (failOn?.needsBaseline === true && flags.baseline === undefined) {
    throw new WhyrstError('usage/option-needs', { option: '--fail-on new', needs: '--baseline' });
  }
  const baseline = flags.baseline === undefined ? null : baselineFrom(flags.baseline, key);
  const ignoreFile = flags.ignoreFile === undefined ? null : ignoreFileFrom(flags.ignoreFile, key);
  const date = dateFrom(flags.date);
  const timeZone = timeZoneFrom(flags.timeZone);
  return (analysis) => {
    const isKnown = baseline !== null || ignoreFile !== null;
    const day = reportDate(analysis, date, timeZone);
    return gated(isKnown ? applyKnown(analysis, { baseline, ignoreFile, date: day }) : analysis, failOn);
  };
}

function gated(analysis: Analysis, failOn: FailOn | null): Sorted {
  const { failed, failing } = gateOf(analysis, failOn);
  const codes = { condition: exitCodes.failOn, new: exitCodes.newFinding };
  return { analysis, failing, exitCode: failed === null ? exitCodes.done : codes[failed] };
}

function baselineFrom(path: string, key: Uint8Array | undefined): Baseline {
  const baseline = parseBaseline(textOf(path), { path, name: nameOf(path, key) });
  if (baseline.redactedUnder !== (key === undefined ? null : keyName(key))) {
    throw new WhyrstError('usage/other-key', { path });
  }
  return baseline;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new WhyrstError('usage/unreadable-file', { path, reason: (error as Error).message }, { cause: error });
  }
}

function ignoreFileFrom(path: string, key: Uint8Array | undefined): IgnoreFile {
  const rules = readIgnoreRules(path);
  return { name: nameOf(path, key), rules: key === undefined ? rules : rules.map((rule) => hidden(rule, key)) };
}

/** The name of a file as documents may show it. */
function nameOf(path: string, key: Uint8Array | undefined): string {
  const name = basename(path);
  return key === undefined || name === IGNORE_FILE ? name : hiddenName(name, key);
}

/** A rule in the addresses of the redacted document. What people wrote may name hosts and people: it stays at home. */
function hidden(rule: IgnoreRule, key: Uint8Array): IgnoreRule {
  const { service, host } = rule;
  const port = service === undefined ? '' : service.slice(service.lastIndexOf(':'));
  const address = service?.slice(0, -port.length).replace(/^\[|\]$/g, '');
  const image = (text: string): string => hideAddress(text, key) ?? '';
  const bracket = (text: string): string => (text.includes(':') ? `[${text}]` : text);
  return {
    ...rule,
    reason: null,
    by: null,
    ...(address === undefined ? {} : { service: bracket(image(address)) + port }),
    ...(host === undefined ? {} : { host: image(host) }),
  };
}
