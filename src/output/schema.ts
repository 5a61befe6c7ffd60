/** The JSON Schema (2020-12) of the contract, with every word it may hold. Readers must expect fields that are added later. */
import { causeIds } from '../model/cause-ids.ts';
import type { Fate, OpenBecause } from '../model/crossing.ts';
import { diagnosticFacts } from '../model/diagnostic.ts';
import { nextCaptures } from '../model/next-captures.ts';
import { FLAG_NAMES, OPTION_NAMES } from '../model/segment-names.ts';
import type { Stated } from '../model/stated.ts';
import { preventions, vantageBases } from '../model/story-keys.ts';
import type { AppliedRule, Standing } from '../model/triage.ts';
import type {
  Builder,
  Confidence,
  Impact,
  Origin,
  Phase,
  ReadSign,
  Stack,
  TriggerKind,
  Vantage,
} from '../model/verdict.ts';
import { SCHEMA_ID } from './json.ts';
import { count, DIALECT, hash, listOf, oneOf, orNull, record, type Schema, text } from './schema-parts.ts';

const setOf = (items: Schema): Schema => ({ type: 'array', items, uniqueItems: true });
const idOf = (letter: string): Schema => ({ type: 'string', pattern: `^${letter}[0-9]+$` });
const upTo = (maximum: number): Schema => ({ type: 'integer', minimum: 0, maximum });
const frame: Schema = { type: 'integer', minimum: 1 };
/** null: the time stamp is outside the years 0 to 9999. */
const time: Schema = orNull({ type: 'string', format: 'date-time' });
const facts: Schema = { type: 'object' };

const confidence = oneOf<Confidence>({ proven: true, likely: true, possible: true, undetermined: true });
const impact = oneOf<Impact>({ disruptive: true, benign: true, probe: true, unknown: true });
const cause: Schema = { enum: causeIds };
const causeOrUndetermined: Schema = { enum: [...causeIds, 'undetermined'] };
const builder = oneOf<Builder>({
  'stateless-reply': true,
  'live-socket': true,
  'packet-filter': true,
  foreign: true,
  unknown: true,
});
const origin = oneOf<Origin>({ endpoint: true, 'endpoint-firewall': true, middlebox: true, unknown: true });
const triggerKind = oneOf<TriggerKind>({
  syn: true,
  'syn-ack': true,
  ack: true,
  data: true,
  fin: true,
  keepalive: true,
  other: true,
});

const party = record({ address: text, port: upTo(0xffff), role: { enum: ['server', 'client', 'unknown'] } });
const position = record({ capture: count, frame });

const runs = listOf(record({ first: frame, own: frame, count }));

/** A file of a joined capture: frames `first` and following are its frames `own` and following. */
const part = record({
  name: text,
  sha256: text,
  bytes: count,
  packets: count,
  runs,
});

const capture = record(
  {
    name: text,
    role: { enum: ['only', 'client', 'server', 'middle'] },
    sha256: hash,
    format: { enum: ['pcap', 'pcapng', 'snoop', 'text'] },
    timestampResolution: { type: 'number', minimum: 0, description: 'seconds' },
    linkTypes: setOf(count),
    packets: count,
    tcpSegments: count,
    bytes: count,
    start: time,
    end: time,
    complete: { type: 'boolean' },
  },
  { parts: listOf(part) },
);

const segment = record({
  flags: setOf({ enum: FLAG_NAMES }),
  seq: upTo(0xffffffff),
  ack: upTo(0xffffffff),
  window: upTo(0xffff),
  /** null where lines without it were read. */
  ttl: orNull(upTo(0xff)),
  ipId: orNull(upTo(0xffffffff)),
  payloadBytes: count,
  options: setOf({ enum: OPTION_NAMES }),
});

const sign = record({
  sign: text,
  outcome: oneOf<ReadSign['outcome']>({ seen: true, absent: true, unseen: true }),
  at: listOf(position),
  facts,
});

const crossing = record({
  fate: oneOf<Fate>({ passed: true, rewritten: true, inserted: true, dropped: true, open: true }),
  because: orNull(oneOf<OpenBecause>({ notFound: true, notCovered: true, lost: true })),
  diverted: { type: 'boolean' },
  other: orNull(position),
  shared: count,
  wanted: count,
  changed: listOf(record({ field: { enum: ['seq', 'ack', 'flags', 'window'] }, here: count, there: count })),
});

const reset = record(
  {
    id: idOf('r'),
    capture: count,
    frame,
    time,
    sameAs: orNull(idOf('r')),
    follows: orNull(idOf('r')),
    connection: idOf('c'),
    vantage: record({
      value: oneOf<Vantage>({ client: true, server: true, middle: true, unknown: true }),
      confidence,
      basis: { enum: Object.keys(vantageBases) },
      facts,
    }),
    sender: party,
    receiver: party,
    segment,
    trigger: orNull(record({ frame, kind: triggerKind, candidates: count })),
    phase: oneOf<Phase>({ handshake: true, established: true, closing: true, closed: true, orphan: true }),
    builder: record({ value: builder, confidence, tied: setOf(builder) }),
    stack: oneOf<Stack>({ linux: true, lwip: true, windows: true, bsd: true, unknown: true }),
    origin: record({ value: origin, confidence, tied: setOf(origin) }),
    kernelReasons: setOf(text),
    cause: causeOrUndetermined,
    confidence,
    impact,
    tied: setOf(cause),
    stated: orNull(
      record({
        by: oneOf<Stated['by']>({ diagnosticPayload: true, vendorPayload: true, netScalerWindow: true }),
        code: upTo(0xffff),
        pen: upTo(0xffffffff),
        conflict: { type: 'boolean' },
      }),
    ),
    alternatives: listOf(record({ cause, confidence, decides: text })),
    evidence: listOf(sign),
    prevention: orNull(record({ kind: { enum: Object.keys(preventions) }, facts })),
    next: orNull(record({ observation: { enum: nextCaptures }, seconds: count })),
    finding: idOf('f'),
  },
  { own: record({ file: text, frame }), crossing },
);

const fingerprint: Schema = { type: 'string', pattern: '^[0-9a-f]{16}$' };
const day: Schema = { type: 'string', format: 'date' };

const finding = record(
  {
    id: idOf('f'),
    fingerprint,
    cause: causeOrUndetermined,
    confidence,
    impact,
    service: text,
    resets: setOf(idOf('r')),
    connections: count,
    first: time,
    last: time,
  },
  {
    /** Only with `--baseline`. */
    baseline: oneOf<Standing>({ new: true, unchanged: true }),
    /** Only where a rule puts it aside: index into `suppressions.rules`. */
    suppressedBy: count,
  },
);

/** What it was compared with; only with `--baseline`. Causes of another version need not be known to this one. */
const baseline = record({
  name: text,
  captures: listOf(text),
  gone: listOf(record({ fingerprint, cause: text, confidence, impact, service: text, connections: count })),
});

/** The file of rules that put findings aside; only where there is one. */
const suppressions = record({
  name: text,
  /** The day that decides whether a rule has expired. */
  date: orNull(day),
  rules: listOf(
    record({
      line: frame,
      match: { ...record({}, { fingerprint, cause: text, service: text, host: text }), minProperties: 1 },
      reason: orNull(text),
      by: orNull(text),
      expires: day,
      state: oneOf<AppliedRule['state']>({ applies: true, expired: true, idle: true }),
      findings: setOf(idOf('f')),
    }),
  ),
});

const diagnostic = record(
  { code: { enum: Object.keys(diagnosticFacts) }, capture: count, frame: count, offset: { type: 'integer' }, facts },
  { file: text, more: count },
);

/** How the clock of the second capture stands against that of the first; only where there are two. */
const clock = record({ offsetUs: { type: 'number' }, uncertaintyUs: orNull({ type: 'number' }), segments: count });

/** A capture of the cited packets: its frames `own` and following are frames `first` and following of the whole one. */
const excerpt = record({
  capture: count,
  sha256: hash,
  packets: count,
  runs,
  differs: setOf(idOf('r')),
});

/** The JSON Schema of `whyrst.analysis/1`. */
export const analysisSchema: Schema = {
  $schema: DIALECT,
  title: SCHEMA_ID,
  description:
    'What whyrst found in a packet capture: every TCP RST, who built it and why. Unknown fields must be ignored.',
  ...record(
    {
      schema: { const: SCHEMA_ID },
      tool: record({ name: { const: 'whyrst' }, version: text }),
      exitCode: { type: 'integer', minimum: 0, maximum: 255 },
      captures: listOf(capture),
      resets: listOf(reset),
      findings: listOf(finding),
      diagnostics: listOf(diagnostic),
    },
    { clock, baseline, suppressions, excerpts: listOf(excerpt) },
  ),
};
