import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { NumberFit } from '../model/evidence.ts';
import { ACK } from '../model/segment.ts';
import { distance } from '../model/sequence.ts';
import { hasFlag } from './segments.ts';

/** Places the RST's SEQ and ACK in the sequence spaces of both sides (RFC 9293 §3.4). */
export function numbersOf(reset: SeenSegment, sender: SideFacts, receiver: SideFacts): NumberFit {
  const hasAck = hasFlag(reset, ACK);
  const seqDelta = sender.nextSeq === null ? null : distance(reset.seq, sender.nextSeq);
  const ackDelta = !hasAck || receiver.nextSeq === null ? null : distance(reset.ack, receiver.nextSeq);
  return {
    seq: seqFit(reset, hasAck, seqDelta, receiver),
    seqDelta,
    ack: ackFit(hasAck, ackDelta),
    ackDelta,
    newlyAcked: hasAck && sender.lastAck !== null ? Math.max(0, distance(reset.ack, sender.lastAck)) : 0,
  };
}

function seqFit(reset: SeenSegment, hasAck: boolean, delta: number | null, receiver: SideFacts): NumberFit['seq'] {
  if (delta === 0) return 'next';
  if (hasAck && reset.seq === 0) return 'zero';
  if (delta === null) return 'unknown';
  if (delta > 0) return 'beyond';
  return reset.seq === receiver.lastAck ? 'acked' : 'stale';
}

function ackFit(hasAck: boolean, delta: number | null): NumberFit['ack'] {
  if (!hasAck) return 'none';
  if (delta === null) return 'unknown';
  if (delta === 0) return 'all';
  return delta < 0 ? 'part' : 'beyond';
}
