/** What is known of a RST when it comes, in few hundred bytes: packed at once, and unpacked when the RST is judged. */
import type { Attempt, ResetEvent, SeenSegment, SideFacts } from '../model/connection.ts';
import type { Packer } from './packer.ts';
import type { Unpacker } from './unpacker.ts';

/** An event without what only the rest of the capture can tell. */
export type Beginning = Omit<
  ResetEvent,
  | 'copyOf'
  | 'after'
  | 'captureEndUs'
  | 'captureStartUs'
  | 'attemptAfter'
  | 'retry'
  | 'accepted'
  | 'refused'
  | 'longestSurvivedIdle'
  | 'predecessor'
>;

export function packBeginning(packer: Packer, event: Beginning): void {
  // The segments around it first: what follows is then only pointed at.
  packSegments(packer, event.before);
  packer.segment(event.reset);
  packer.list(event.payload, (byte) => {
    packer.number(byte);
  });
  packer.number(event.payloadLength);
  packer.number(event.mptcpReason);
  packer.flag(event.urgent);
  packer.number(event.interfaceId);
  packer.number(event.vlan);
  packer.number(event.space);
  packer.number(event.ipVersion);
  packer.number(event.connection);
  packer.text(event.opened);
  packer.text(event.roles);
  packSide(packer, event.client);
  packSide(packer, event.server);
  packer.flag(event.beforeComplete);
  packer.maybe(event.attemptBefore, (attempt) => {
    packAttempt(packer, attempt);
  });
  packer.maybe(event.hostTtl, ({ ttl, samples }) => {
    packer.number(ttl);
    packer.number(samples);
  });
}

export function unpackBeginning(from: Unpacker): Beginning {
  // In the order of packBeginning.
  const before = unpackSegments(from);
  return {
    before,
    reset: from.segment(),
    payload: Uint8Array.from(from.list(() => from.number())),
    payloadLength: from.number(),
    mptcpReason: from.number(),
    urgent: from.flag(),
    interfaceId: from.number(),
    vlan: from.number(),
    space: from.number(),
    ipVersion: from.number() === 6 ? 6 : 4,
    connection: from.number(),
    opened: from.text() as Beginning['opened'],
    roles: from.text() as Beginning['roles'],
    client: unpackSide(from),
    server: unpackSide(from),
    beforeComplete: from.flag(),
    attemptBefore: from.maybe(() => unpackAttempt(from)),
    hostTtl: from.maybe(() => ({ ttl: from.number(), samples: from.number() })),
  };
}

export function packSegments(packer: Packer, segments: readonly SeenSegment[]): void {
  packer.list(segments, (segment) => {
    packer.segment(segment);
  });
}

export function unpackSegments(from: Unpacker): SeenSegment[] {
  return from.list(() => from.segment());
}

function packSide(packer: Packer, side: SideFacts): void {
  packer.text(side.address);
  packer.number(side.port);
  packer.number(side.segments);
  packer.number(side.dataSegments);
  packer.number(side.bytes);
  packer.number(side.retransmissions);
  packer.segment(side.first);
  packer.segment(side.last);
  packer.segment(side.syn);
  packer.segment(side.lastSyn);
  packer.number(side.synCount);
  packer.number(side.synMss);
  packer.number(side.synOptionOrder);
  packer.number(side.windowShift);
  packer.flag(side.timestamps);
  packer.flag(side.sack);
  packer.number(side.nextSeq);
  packer.number(side.lastAck);
  packer.number(side.window);
  packer.segment(side.windowBy);
  packer.number(side.maxWindow);
  packer.segment(side.lastData);
  packer.segment(side.fin);
  packer.segment(side.finAckedBy);
  packer.list(side.ttls, ({ ttl, count }) => {
    packer.number(ttl);
    packer.number(count);
  });
  packer.number(side.dscp);
  packer.number(side.flowLabel);
  packer.number(side.zeroIpIds);
  packer.number(side.resets);
  packer.segment(side.firstReset);
  packer.segment(side.lastReset);
  packSegments(packer, side.probes);
  packer.maybe(side.rtt, ({ samples, minUs, p25Us }) => {
    packer.number(samples);
    packer.number(minUs);
    packer.number(p25Us);
  });
}

function unpackSide(from: Unpacker): SideFacts {
  // In the order of packSide.
  return {
    address: from.text(),
    port: from.number(),
    segments: from.number(),
    dataSegments: from.number(),
    bytes: from.number(),
    retransmissions: from.number(),
    first: from.maybeSegment(),
    last: from.maybeSegment(),
    syn: from.maybeSegment(),
    lastSyn: from.maybeSegment(),
    synCount: from.number(),
    synMss: from.number(),
    synOptionOrder: from.number(),
    windowShift: from.maybeNumber(),
    timestamps: from.maybeFlag(),
    sack: from.maybeFlag(),
    nextSeq: from.maybeNumber(),
    lastAck: from.maybeNumber(),
    window: from.maybeNumber(),
    windowBy: from.maybeSegment(),
    maxWindow: from.number(),
    lastData: from.maybeSegment(),
    fin: from.maybeSegment(),
    finAckedBy: from.maybeSegment(),
    ttls: from.list(() => ({ ttl: from.number(), count: from.number() })),
    dscp: from.maybeNumber(),
    flowLabel: from.maybeNumber(),
    zeroIpIds: from.number(),
    resets: from.number(),
    firstReset: from.maybeSegment(),
    lastReset: from.maybeSegment(),
    probes: unpackSegments(from),
    rtt: from.maybe(() => ({ samples: from.number(), minUs: from.number(), p25Us: from.number() })),
  };
}

function packAttempt(packer: Packer, attempt: Attempt): void {
  packer.text(attempt.client);
  packer.number(attempt.synFrame);
  packer.number(attempt.synTimeUs);
  packer.text(attempt.outcome);
  packer.number(attempt.answerFrame);
  packer.number(attempt.answerTimeUs);
}

function unpackAttempt(from: Unpacker): Attempt {
  // In the order of packAttempt.
  return {
    client: from.text(),
    synFrame: from.number(),
    synTimeUs: from.number(),
    outcome: from.text() as Attempt['outcome'],
    answerFrame: from.number(),
    answerTimeUs: from.number(),
  };
}
