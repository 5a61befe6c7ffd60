/**
 * The segment that the RST answers. RFC 9293 §3.10.7.1: an answer to a segment with ACK takes its SEQ from that ACK and carries
 * no ACK flag; an answer to a segment without ACK has SEQ 0 and acknowledges the segment's end. Some stacks (lwIP) fill in both.
 */

import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Closing, Trigger } from '../model/evidence.ts';
import { ACK, FIN, SYN } from '../model/segment.ts';
import { isAfter } from '../model/sequence.ts';
import type { TriggerKind } from '../model/verdict.ts';
import { endOf, hasFlag, isReset, isSynAck, OTHER_DISTANCE } from './segments.ts';
import { type Candidates, candidatesAmong } from './trigger-candidates.ts';

/** A host answers at once; an answer reaches the capture point within this time or three round trips. */
const LONGEST_ANSWER_US = 2_000_000;
/** What comes sooner than this share of the fastest round trip was sent before the segment had arrived, as in path.ts. */
const ANSWER_SHARE = 0.5;

/** Finds the trigger among the segments remembered before the RST, or null. */
export function triggerOf(
  reset: SeenSegment,
  before: readonly SeenSegment[],
  sender: SideFacts,
  closing: Closing,
  atSender: boolean,
): Trigger | null {
  const longest = Math.max(LONGEST_ANSWER_US, 3 * (sender.rtt?.p25Us ?? 0));
  const recent = before.filter((segment) => reset.timeUs - segment.timeUs <= longest);
  const soonestUs = atSender ? 0 : ANSWER_SHARE * (sender.rtt?.minUs ?? 0);
  for (const form of ['answers-ack', 'answers-no-ack', 'answers-both'] as const) {
    const matching = recent.filter(
      (segment) => segment.from !== reset.from && !isReset(segment) && answers(reset, segment, form),
    );
    const open = matching.filter((segment) => !wasAnswered(segment, before, reset, soonestUs));
    const earlier = answersBefore(reset, before, open);
    const candidates = candidatesAmong(open, sender.synMss, earlier);
    const chosen = candidates.pick(atSender, earlier);
    if (chosen !== null) return describe(reset, chosen, candidates, earlier, form, sender, closing);
  }
  return null;
}

function answers(reset: SeenSegment, segment: SeenSegment, form: Trigger['form']): boolean {
  const resetHasAck = hasFlag(reset, ACK);
  const segmentHasAck = hasFlag(segment, ACK);
  switch (form) {
    case 'answers-ack':
      return !resetHasAck && segmentHasAck && segment.ack === reset.seq;
    case 'answers-no-ack':
      return resetHasAck && reset.seq === 0 && !segmentHasAck && endOf(segment) === reset.ack;
    case 'answers-both':
      return resetHasAck && segmentHasAck && segment.ack === reset.seq && endOf(segment) === reset.ack;
  }
}

/** The RST's sender went on after the segment: with its acknowledgement, or, for segments without data, with anything but a RST or SYN-ACK. */
function wasAnswered(
  segment: SeenSegment,
  before: readonly SeenSegment[],
  reset: SeenSegment,
  soonestUs: number,
): boolean {
  const end = endOf(segment);
  const occupies = end !== segment.seq;
  return before.some(
    (later) =>
      later.from === reset.from &&
      later.frame > segment.frame &&
      !isReset(later) &&
      hasFlag(later, ACK) &&
      (occupies
        ? !isAfter(end, later.ack)
        : later.timeUs - segment.timeUs >= soonestUs &&
          later.payloadLength === 0 &&
          later.kind !== 'retransmission' &&
          !hasFlag(later, SYN)),
  );
}

/**
 * How many earlier RSTs have answered one of the candidates already: a stateless sender answers each late segment once.
 * One with ACK counts when it acknowledges a candidate's end; an abort acknowledges less. What comes from another distance is another
 * sender's, and has answered nothing in this one's place.
 */
function answersBefore(reset: SeenSegment, before: readonly SeenSegment[], candidates: readonly SeenSegment[]): number {
  const ends = new Set(candidates.map(endOf));
  return before.filter(
    (other) =>
      other.from === reset.from &&
      isReset(other) &&
      other.seq === reset.seq &&
      Math.abs(other.ttl - reset.ttl) < OTHER_DISTANCE &&
      (!hasFlag(other, ACK) || ends.has(other.ack)),
  ).length;
}

function describe(
  reset: SeenSegment,
  segment: SeenSegment,
  { earliest, latest, count, wireSegments }: Candidates,
  earlierAnswers: number,
  form: Trigger['form'],
  sender: SideFacts,
  closing: Closing,
): Trigger {
  const end = endOf(segment);
  const { senderFin, receiverFin } = closing;
  const hasNewData =
    (segment.payloadLength > 0 || hasFlag(segment, FIN)) && (sender.lastAck === null || isAfter(end, sender.lastAck));
  return {
    segment,
    earliest: earliest ?? segment,
    latest: latest ?? segment,
    candidates: count,
    wireSegments,
    earlierAnswers,
    kind: kindOf(segment),
    form,
    delayUs: reset.timeUs - segment.timeUs,
    hasNewData,
    // The FIN was sent before this segment arrived: captured earlier, or its ACK does not cover the segment.
    afterSenderFin:
      senderFin !== null && (senderFin.frame < segment.frame || (hasNewData && isAfter(end, senderFin.ack))),
    afterBothClosed: closing.bothAcked && senderFin !== null && receiverFin !== null,
    afterSenderReset: sender.resets > 0 && !hasFlag(segment, SYN),
  };
}

function kindOf(segment: SeenSegment): TriggerKind {
  if (isSynAck(segment)) return 'syn-ack';
  if (hasFlag(segment, SYN)) return 'syn';
  if (segment.kind === 'keepalive' || segment.kind === 'window-probe') return 'keepalive';
  if (segment.payloadLength > 0) return 'data';
  if (hasFlag(segment, FIN)) return 'fin';
  return hasFlag(segment, ACK) ? 'ack' : 'other';
}
