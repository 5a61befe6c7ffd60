import { createHmac } from 'node:crypto';
import type { CapturePart, CaptureSummary } from '../model/capture-summary.ts';
import type { Diagnostic, Diagnostics } from '../model/diagnostic.ts';

/** What an analysis says of its input, apart from packets and what is odd in them. */
interface Told {
  readonly summary: CaptureSummary;
  readonly selection: readonly Diagnostic[];
}

/** What stands for a filter, which quotes addresses. */
const HIDDEN = '…';
const DIGITS = 8;

/** A name for a file that tells nothing and is the same under the same key; standard input has none to hide. */
export function hiddenName(name: string, key: Uint8Array): string {
  return name === '-' ? name : `capture-${createHmac('sha256', key).update(name).digest('hex').slice(0, DIGITS)}`;
}

/** Tells keys apart and nothing else: two documents with one name were redacted under one key. */
export function keyName(key: Uint8Array): string {
  return createHmac('sha256', key).update('whyrst key').digest('hex').slice(0, DIGITS);
}

/** Hides names of files and the filter, also in the diagnostics, and says that this was redacted. */
export function hideInput({ summary, selection }: Told, { list }: Diagnostics, key: Uint8Array): Told {
  const { parts } = summary;
  const hidden = (part: CapturePart): CapturePart => ({ ...part, name: hiddenName(part.name, key) });
  const facts = { key: keyName(key) };
  const notice: Diagnostic<'redact/applied'> = { code: 'redact/applied', capture: 0, frame: 0, offset: -1, facts };
  for (const [index, each] of list.entries()) list[index] = hideDiagnostic(each, key);
  return {
    summary: {
      ...summary,
      name: hiddenName(summary.name, key),
      ...(parts === undefined ? {} : { parts: parts.map(hidden) }),
    },
    selection: [notice, ...selection.map((each) => hideDiagnostic(each, key))],
  };
}

function hideDiagnostic(diagnostic: Diagnostic, key: Uint8Array): Diagnostic {
  const { file, facts } = diagnostic;
  const quoted: Readonly<Record<string, unknown>> = facts;
  const { file: named } = quoted;
  return {
    ...diagnostic,
    ...(file === undefined ? {} : { file: hiddenName(file, key) }),
    facts: {
      ...quoted,
      ...(typeof named === 'string' ? { file: hiddenName(named, key) } : {}),
      ...('filter' in quoted ? { filter: HIDDEN } : {}),
    } as Diagnostic['facts'],
  };
}
