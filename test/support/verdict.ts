/** Hand-written verdicts for tests of the narrative: a plain state-lost RST, of which a test overrides what it is about. */
import type { SeenSegment } from '../../src/model/connection.ts';
import { ACK, PSH, RST, SYN } from '../../src/model/segment.ts';
import { judge, momentFacts, step } from '../../src/model/story-keys.ts';
import type { Analysis, Finding, TimelineEntry, Verdict } from '../../src/model/verdict.ts';

/** 2026-11-20T03:12:05Z */
export const ZERO_NS = 1_795_144_325_000_000_000n;

export function seen(overrides: Partial<SeenSegment> = {}): SeenSegment {
  return {
    frame: 1,
    timeUs: 0,
    from: 'client',
    kind: 'data',
    flags: PSH | ACK,
    seq: 1000,
    ack: 2000,
    window: 501,
    payloadLength: 0,
    options: 0,
    tsValue: -1,
    tsEcho: -1,
    ttl: 64,
    dscp: 0,
    ipId: 0,
    dontFragment: 1,
    flowLabel: -1,
    payloadHead: -1,
    sourceMac: -1,
    ...overrides,
  };
}

export function moment(segment: SeenSegment, name: string): TimelineEntry {
  const facts = {
    bytes: segment.payloadLength,
    from: segment.from,
    to: segment.from === 'client' ? 'server' : 'client',
  };
  return { segment, moment: name, shape: momentFacts, facts };
}

const client = { address: '198.51.100.7', port: 40_001 };
const server = { address: '192.0.2.7', port: 443 };

export function verdict(overrides: Partial<Verdict> = {}): Verdict {
  const syn = seen({ frame: 1, kind: 'syn', flags: SYN, seq: 999, ack: 0 });
  const trigger = seen({ frame: 15, timeUs: 350_200_000, payloadLength: 120 });
  const reset = seen({
    frame: 17,
    timeUs: 350_212_400,
    from: 'server',
    kind: 'reset',
    flags: RST,
    seq: 2000,
    ack: 0,
    window: 0,
    ttl: 63,
  });
  return {
    id: 'r1',
    capture: 0,
    sameAs: null,
    attempts: [],
    follows: null,
    crossing: null,
    connection: 'c1',
    reset,
    payload: new Uint8Array(),
    payloadLength: 0,
    stated: null,
    sender: 'server',
    roles: 'handshake',
    client,
    server,
    vantage: {
      value: 'server',
      confidence: 'likely',
      basis: 'delays',
      shape: { toServer: 'duration', toClient: 'duration' },
      facts: { toServer: 60, toClient: 31_400 },
    },
    trigger: { segment: trigger, kind: 'data', delayUs: 12_400, candidates: 1 },
    phase: 'established',
    builder: { value: 'stateless-reply', confidence: 'likely', tied: [] },
    stack: 'linux',
    origin: { value: 'endpoint', confidence: 'likely', tied: [] },
    kernelReasons: ['TCP_FLAGS'],
    cause: 'state-lost-listener-up',
    confidence: 'likely',
    proof: null,
    limit: 'noRule',
    impact: 'disruptive',
    tied: ['seq-rewrite-or-asymmetric'],
    alternatives: [{ cause: 'nat-rebind', confidence: 'possible', signs: [], ruledOutBy: null, score: 2 }],
    signs: [
      {
        sign: 'answersAck',
        outcome: 'seen',
        bearing: 'required',
        shape: { frame: 'frame', seq: 'field' },
        facts: { frame: 15, seq: 2000 },
      },
      { sign: 'acceptedAfter', outcome: 'absent', bearing: 'strong', shape: { frame: 'frame' }, facts: {} },
      { sign: 'senderFin', outcome: 'unseen', bearing: 'excludes', shape: { finFrame: 'frame' }, facts: {} },
    ],
    ruledOut: [
      {
        cause: 'late-data-after-close',
        confidence: 'undetermined',
        signs: [{ sign: 'senderFin', outcome: 'absent', bearing: 'required', shape: { finFrame: 'frame' }, facts: {} }],
        ruledOutBy: 'senderFin',
        score: Number.NEGATIVE_INFINITY,
      },
    ],
    steps: [
      step('arrived', 'passed', { frame: 15, what: 'data', seq: 1000, bytes: 120 }),
      step('lookupMissed', 'passed', { receiver: '198.51.100.7:40001', sender: '192.0.2.7:443' }),
      step('listenerRejectsAck', 'failed', { frame: 15, ack: 2000 }),
      step('replyToAck', 'inferred', { seq: 2000, frame: 17 }),
    ],
    fields: [
      judge('flags', 'RST', 'fits', 'answersAck', { frame: 15 }),
      judge('seq', '2000', 'fits', 'equalsTriggerAck', { frame: 15, ack: 2000 }),
      judge('window', '0', 'fits', 'zeroStateless', {}),
      judge('ttl', '63', 'odd', 'shifted', { usual: 64, samples: 3, hops: 1 }),
    ],
    timeline: [moment(syn, 'syn'), moment(trigger, 'trigger'), moment(reset, 'reset')],
    blind: [{ key: 'hostState', shape: {}, facts: {} }],
    watchSeconds: 1200,
    prevention: null,
    next: 'tracepointSender',
    common: {
      client: '198.51.100.7:40001',
      server: '192.0.2.7:443',
      sender: '192.0.2.7:443',
      receiver: '198.51.100.7:40001',
      senderRole: 'server',
      receiverRole: 'client',
      serverPort: 443,
      resetFrame: reset.frame,
      resetTime: reset.timeUs,
    },
    finding: 'f1',
    ...overrides,
  };
}

export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    id: 'f1',
    fingerprint: '0123456789abcdef',
    cause: 'state-lost-listener-up',
    confidence: 'likely',
    impact: 'disruptive',
    service: '192.0.2.7:443',
    resets: ['r1'],
    connections: 1,
    firstUs: 350_212_400,
    lastUs: 350_212_400,
    standing: null,
    suppressedBy: null,
    ...overrides,
  };
}

export function analysis(overrides: Partial<Analysis> = {}): Analysis {
  return {
    tool: { name: 'whyrst', version: '0.0.0' },
    clock: null,
    triage: null,
    captures: [
      {
        name: 'x.pcap',
        role: 'only',
        format: 'pcap',
        timestampResolution: 1e-6,
        linkTypes: [1],
        packets: 1234,
        tcpSegments: 1200,
        bytes: 98_765,
        sha256: 'ab'.repeat(32),
        startNs: ZERO_NS,
        endNs: ZERO_NS + 400_000_000_000n,
        zeroNs: ZERO_NS,
        complete: true,
        dropped: null,
        cutAt: null,
        icmpErrors: 0,
        icmpErrorFrame: 0,
      },
    ],
    verdicts: [verdict()],
    findings: [finding()],
    diagnostics: [],
    connections: 2,
    endings: { open: 0, closed: 1, 'half-closed': 0, reset: 1, refused: 0, unanswered: 0, silent: 0 },
    examples: [],
    ...overrides,
  };
}

/** The same analysis without any RST. */
export function withoutReset(overrides: Partial<Analysis> = {}): Analysis {
  return analysis({ verdicts: [], findings: [], ...overrides });
}
