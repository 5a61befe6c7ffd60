/** The contract `whyrst.analysis/1`: an analysis as one JSON object, printed piece by piece. Its schema: schema.ts. */
import { type CapturePart, ownFrame } from '../model/capture-summary.ts';
import type { CauseId } from '../model/cause-ids.ts';
import type { SeenSegment } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ExcerptEntry } from '../model/excerpt.ts';
import { framesIn } from '../model/reading.ts';
import { flagNames, optionNames } from '../model/segment-names.ts';
import type { AppliedRule, Triage } from '../model/triage.ts';
import type { Analysis, Endpoint, Finding, ReadSign, Verdict } from '../model/verdict.ts';
import { isoTime, isoTimeAt } from './iso-time.ts';
import { printJson } from './print-json.ts';

/** Name and version of the contract. */
export const SCHEMA_ID = 'whyrst.analysis/1';

export interface JsonOptions {
  /** What would settle whether a cause is the right one for this RST: one sentence, the same in every language's output. */
  readonly decides: (cause: CauseId, verdict: Verdict) => string;
  /** Captures of the cited packets that go with it. */
  readonly excerpts?: readonly ExcerptEntry[];
  /** Exit code of the program that prints it; 0 unless given. */
  readonly exitCode?: number;
}

/** Prints an analysis as JSON. Each piece is a line or more: every RST, finding and diagnostic has a line of its own. */
export function* toJson(
  analysis: Analysis,
  { decides, excerpts = [], exitCode = 0 }: JsonOptions,
): Generator<string, void, undefined> {
  const { tool, captures, verdicts, findings, diagnostics } = analysis;
  yield `{"schema":${JSON.stringify(SCHEMA_ID)},\n"tool":${printJson(tool)},"exitCode":${exitCode},\n`;
  yield* list('captures', captures, captureOf);
  yield ',\n';
  yield* list('resets', verdicts, (verdict) => resetOf(verdict, analysis, decides));
  yield ',\n';
  yield* list('findings', findings, (finding) => findingOf(finding, analysis));
  yield ',\n';
  if (analysis.triage !== null) yield* triageOf(analysis.triage);
  yield* list('diagnostics', diagnostics, diagnosticOf);
  if (analysis.clock !== null) yield `,\n"clock":${printJson(analysis.clock)}`;
  if (excerpts.length > 0) {
    yield ',\n';
    yield* list('excerpts', excerpts, excerptEntryOf);
  }
  yield '}\n';
}

function* list<Item>(name: string, items: readonly Item[], print: (item: Item) => object): Generator<string> {
  yield `"${name}":[`;
  for (const [index, item] of items.entries()) yield `${index === 0 ? '\n' : ',\n'}${printJson(print(item))}`;
  yield ']';
}

/** Without its bytes, which the caller may hold beside. */
function excerptEntryOf({ capture, sha256, packets, runs, differs }: ExcerptEntry): object {
  return { capture, sha256, packets, runs, differs };
}

function captureOf(capture: Analysis['captures'][number]): object {
  const { name, role, sha256, format, timestampResolution, linkTypes, packets, tcpSegments, bytes } = capture;
  const instant = (ns: bigint | null): string | null => (ns === null ? null : isoTime(ns, timestampResolution));
  return {
    ...{ name, role, sha256, format, timestampResolution, linkTypes, packets, tcpSegments, bytes },
    start: instant(capture.startNs),
    end: instant(capture.endNs),
    complete: capture.complete,
    ...(capture.parts === undefined ? {} : { parts: capture.parts.map(partOf) }),
  };
}

/** A file of a joined capture: which frames of the whole are its own, run by run. */
function partOf({ name, sha256, bytes, packets, runs }: CapturePart): object {
  return { name, sha256, bytes, packets, runs };
}

function resetOf(verdict: Verdict, analysis: Analysis, decides: JsonOptions['decides']): object {
  const { id, capture, reset, sameAs, follows, connection, vantage, trigger, phase, builder, stack, origin } = verdict;
  const {
    kernelReasons,
    cause,
    confidence,
    impact,
    tied,
    alternatives,
    signs,
    finding,
    prevention,
    next,
    watchSeconds,
    stated,
  } = verdict;
  return {
    id,
    capture,
    frame: reset.frame,
    ...inFile(analysis, capture, reset.frame),
    time: timeIn(analysis, capture, reset.timeUs),
    sameAs,
    follows,
    ...crossingOf(verdict),
    connection,
    vantage: { value: vantage.value, confidence: vantage.confidence, basis: vantage.basis, facts: vantage.facts },
    ...partiesOf(verdict),
    segment: segmentOf(verdict.reset, verdict.payloadLength),
    trigger:
      trigger === null ? null : { frame: trigger.segment.frame, kind: trigger.kind, candidates: trigger.candidates },
    phase,
    builder: { value: builder.value, confidence: builder.confidence, tied: builder.tied },
    stack,
    origin: { value: origin.value, confidence: origin.confidence, tied: origin.tied },
    ...{ kernelReasons, cause, confidence, impact, tied },
    stated: stated === null ? null : { by: stated.by, code: stated.code, pen: stated.pen, conflict: stated.conflict },
    alternatives: alternatives.map((other) => ({
      cause: other.cause,
      confidence: other.confidence,
      decides: decides(other.cause, verdict),
    })),
    evidence: signs.map((sign) => evidenceOf(sign, capture)),
    prevention: prevention === null ? null : { kind: prevention.key, facts: prevention.facts },
    next: next === null ? null : { observation: next, seconds: watchSeconds },
    finding,
  };
}

/** What the other capture says of the RST; nothing with one capture. */
function crossingOf({ crossing, capture }: Verdict): object {
  if (crossing === null) return {};
  const { fate, because, diverted, otherFrame, shared, wanted, changed } = crossing;
  const other = otherFrame < 0 ? null : { capture: 1 - capture, frame: otherFrame };
  return { crossing: { fate, because, diverted, other, shared, wanted, changed } };
}

/** Where the frame is in the files of a joined capture. */
function inFile({ captures }: Analysis, capture: number, frame: number): object {
  const joined = captures[capture];
  const own = joined === undefined ? null : ownFrame(joined, frame);
  return own === null ? {} : { own };
}

/** Who sent the RST, as it claims, and to whom. */
export function partiesOf({ sender, roles, client, server }: Verdict): {
  readonly sender: Party;
  readonly receiver: Party;
} {
  const party = (name: 'client' | 'server', { address, port }: Endpoint): Party => ({
    ...{ address, port },
    role: roles === 'unknown' ? 'unknown' : name,
  });
  const [atClient, atServer] = [party('client', client), party('server', server)];
  return sender === 'server' ? { sender: atServer, receiver: atClient } : { sender: atClient, receiver: atServer };
}

interface Party extends Endpoint {
  readonly role: 'client' | 'server' | 'unknown';
}

/** The raw numbers of a segment. */
export function segmentOf(segment: SeenSegment, payloadBytes: number): object {
  const { flags, seq, ack, window, ttl, ipId, options } = segment;
  return {
    flags: flagNames(flags),
    ...{ seq, ack, window },
    ttl: ttl < 0 ? null : ttl,
    ipId: ipId < 0 ? null : ipId,
    payloadBytes,
    options: optionNames(options),
  };
}

function evidenceOf({ sign, outcome, shape, facts }: ReadSign, capture: number): object {
  return { sign, outcome, at: framesIn(shape, facts).map((frame) => ({ capture, frame })), facts };
}

function findingOf(finding: Finding, analysis: Analysis): object {
  const { id, fingerprint, cause, confidence, impact, service, resets, connections, firstUs, lastUs } = finding;
  return {
    ...{ id, fingerprint, cause, confidence, impact, service, resets, connections },
    first: timeIn(analysis, 0, firstUs),
    last: timeIn(analysis, 0, lastUs),
    ...(finding.standing === null ? {} : { baseline: finding.standing }),
    ...(finding.suppressedBy === null ? {} : { suppressedBy: finding.suppressedBy }),
  };
}

/** What was compared, and the rules: `suppressedBy` of a finding is an index into them. */
function* triageOf({ baseline, gone, ignoreFile, rules, date }: Triage): Generator<string> {
  if (baseline !== null) yield `"baseline":${printJson({ ...baseline, gone })},\n`;
  if (ignoreFile === null) return;
  yield `"suppressions":{"name":${printJson(ignoreFile)},"date":${printJson(date)},`;
  yield* list('rules', rules, ruleOf);
  yield '},\n';
}

function ruleOf({ line, reason, by, expires, state, findings, ...match }: AppliedRule): object {
  return { line, match, reason, by, expires, state, findings };
}

function diagnosticOf({ code, capture, frame, offset, facts, file, more }: Diagnostic): object {
  const about = file === undefined ? {} : { file };
  return { code, capture, frame, offset, facts, ...about, ...(more === undefined ? {} : { more }) };
}

/** A moment of a capture (µs after its first packet) as ISO 8601 with the digits that the file has; null without a capture. */
export function timeIn({ captures }: Analysis, capture: number, timeUs: number): string | null {
  const known = captures[capture];
  return known === undefined ? null : isoTimeAt(timeUs, known.zeroNs, known.timestampResolution);
}
