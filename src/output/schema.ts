import type { Fate, OpenBecause } from '../model/crossing.ts';
import { diagnosticFacts } from '../model/diagnostic.ts';
import { nextCaptures } from '../model/next-captures.ts';
import type { Stated } from '../model/stated.ts';
import { preventions, vantageBases } from '../model/story-keys.ts';
import type { AppliedRule, Standing } from '../model/triage.ts';
import type { ReadSign, Stack, Vantage } from '../model/verdict.ts';
import { SCHEMA_ID } from './json.ts';
import {
  builder,
  cause,
  causeOrUndetermined,
  confidence,
  count,
  facts,
  fingerprint,
  frame,
  hash,
  idOf,
  impact,
  judged,
  listOf,
  oneOf,
  origin,
  orNull,
  party,
  phase,
  record,
  type Schema,
  schemaOf,
  segment,
  setOf,
  text,
  time,
  tool,
  triggerKind,
  upTo,
} from './schema-parts.ts';

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
    phase,
    builder: judged(builder),
    stack: oneOf<Stack>({ linux: true, lwip: true, windows: true, bsd: true, unknown: true }),
    origin: judged(origin),
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
export const analysisSchema: Schema = schemaOf(
  SCHEMA_ID,
  'What whyrst found in a packet capture: every TCP RST, who built it and why. Unknown fields must be ignored.',
  record(
    {
      schema: { const: SCHEMA_ID },
      tool,
      exitCode: { type: 'integer', minimum: 0, maximum: 255 },
      captures: listOf(capture),
      resets: listOf(reset),
      findings: listOf(finding),
      diagnostics: listOf(diagnostic),
    },
    { clock, baseline, suppressions, excerpts: listOf(excerpt) },
  ),
);
