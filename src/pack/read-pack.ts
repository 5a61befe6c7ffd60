/** What the files of a pack say, as far as it can be true. */
import type { FrameRun } from '../model/capture-summary.ts';
import type { ExcerptEntry } from '../model/excerpt.ts';
import { type Manifest, PACK_SCHEMA_ID, type PackedFile, type PackedSource, packedKinds } from '../model/pack.ts';
import type { Outcome } from './outcomes.ts';
import { has, isCount, isFlag, isHash, isListOf, isText, isTextOrNull, objectIn, oneOf } from './untrusted.ts';

const isFile = (value: unknown): value is PackedFile =>
  has(value, { name: isText, kind: oneOf(...packedKinds), bytes: isCount, sha256: isHash });

const isSource = (value: unknown): value is PackedSource =>
  has(value, {
    ...{ name: isText, role: oneOf('only', 'client', 'server', 'middle'), bytes: isCount },
    ...{ packets: isCount, sha256: isHash, files: isCount },
  });

const isOptions = (value: unknown): boolean =>
  has(value, {
    ...{ vantage: oneOf('client', 'server', 'middle', null), filter: isTextOrNull, from: isTextOrNull },
    ...{ to: isTextOrNull, timeZone: isText, date: isTextOrNull },
  });

/** The manifest in these bytes; null: they hold none. */
export function readManifest(bytes: Uint8Array): Manifest | null {
  const found: unknown = objectIn(bytes);
  const isManifest = has(found, {
    schema: oneOf(PACK_SCHEMA_ID),
    tool: (value) => has(value, { name: oneOf('whyrst'), version: isText }),
    rules: (value) => has(value, { causes: isCount, sha256: isHash }),
    sources: (value) => isListOf(value, isSource) && (value.length === 1 || value.length === 2),
    options: isOptions,
    redaction: (value) => has(value, { redacted: isFlag, filterHidden: isFlag }),
    files: (value) => isListOf(value, isFile),
  });
  return isManifest ? (found as unknown as Manifest) : null;
}

/** What an analysis in JSON says of each RST, and of its excerpts. */
export interface ReadAnalysis {
  readonly outcomes: readonly Outcome[];
  readonly excerpts: readonly ExcerptEntry[];
}

const isOutcome = (value: unknown): value is Outcome =>
  has(value, {
    ...{ id: isText, capture: isCount, frame: isCount, cause: isText, confidence: isText },
    tied: (tied) => isListOf(tied, isText),
  });

const isRun = (value: unknown): value is FrameRun => has(value, { first: isCount, own: isCount, count: isCount });

const isExcerpt = (value: unknown): value is ExcerptEntry =>
  has(value, {
    ...{ capture: isCount, sha256: isHash, packets: isCount },
    runs: (runs) => isListOf(runs, isRun),
    differs: (differs) => isListOf(differs, isText),
  });

/** The analysis in these bytes; null: they hold none that whyrst printed. */
export function readAnalysis(bytes: Uint8Array): ReadAnalysis | null {
  const { resets, excerpts } = objectIn(bytes) ?? {};
  if (!isListOf(resets, isOutcome) || !isListOf(excerpts, isExcerpt)) return null;
  return {
    outcomes: resets.map(({ id, capture, frame, cause, confidence, tied }) => {
      return { id, capture, frame, cause, confidence, tied };
    }),
    excerpts,
  };
}
