/** What happened on the connection after the RST: a socket that goes on did not send it. */
import type { ResetEvent, SeenSegment, SideFacts } from '../model/connection.ts';
import type { Aftermath, Trigger } from '../model/evidence.ts';
import { ACK, OPT_TIMESTAMPS, SYN } from '../model/segment.ts';
import { distance, isAfter } from '../model/sequence.ts';
import { endOf, hasFlag, isReset, OTHER_DISTANCE, usualTtl } from './segments.ts';

/** Linux counts TSval in milliseconds (tcp_clock_ms); a packet whose stamp lies this much after the RST was made after it. */
const TICK_US = 1000;
const TICK_GUARD_US = 5000;
/** Without time stamps: what arrives this long after the RST, and three round trips, was not overtaken by it. */
const REORDER_US = 150_000;

export function aftermathOf(
  event: ResetEvent,
  sender: SideFacts,
  receiver: SideFacts,
  trigger: Trigger | null,
): Aftermath {
  const after = sameAttempt(event.after);
  const mine = after.filter((segment) => segment.from === event.reset.from);
  const theirs = after.filter((segment) => segment.from !== event.reset.from);
  const genuine = mine.find((segment) => isLater(segment, event, sender, receiver, theirs)) ?? null;
  return {
    senderContinues: genuine,
    senderContinuesNewData: genuine !== null && sender.nextSeq !== null && isAfter(endOf(genuine), sender.nextSeq),
    continuesSurely:
      genuine !== null && (stampedLater(genuine, event.reset, sender) || acknowledgesLater(genuine, receiver, theirs)),
    answeredBefore: answeredBefore(event),
    synAccepted: synAccepted(event.reset, mine, trigger),
    triggerAnswered: genuine !== null && trigger?.hasNewData === true && !isAfter(endOf(trigger.segment), genuine.ack),
    senderRetransmits: mine.find(({ kind }) => kind === 'retransmission') ?? null,
    receiverContinues: theirs.find((segment) => !isReset(segment)) ?? null,
    ownAnswer: ownAnswer(event, sender, mine),
    moreResets: mine.filter(isReset).length,
    anyAfter: after.length > 0,
  };
}

/**
 * The named host had taken the data that the RST's number rejects, and had gone on with data beyond that number, before the RST
 * came: whoever made it was slower than the host (DATA_SEQ_RST of Weaver, Sommer, Paxson, NDSS 2009).
 */
function answeredBefore({ before, reset }: ResetEvent): Aftermath['answeredBefore'] {
  if (hasFlag(reset, ACK)) return null;
  const rejected = before.findLast((segment) => segment.from !== reset.from && segment.ack === reset.seq);
  if (rejected === undefined || rejected.payloadLength === 0) return null;
  const answers = (segment: SeenSegment): boolean =>
    segment.from === reset.from &&
    segment.frame > rejected.frame &&
    segment.payloadLength > 0 &&
    !isReset(segment) &&
    hasFlag(segment, ACK) &&
    !isAfter(endOf(rejected), segment.ack) &&
    isAfter(endOf(segment), reset.seq);
  const answer = before.find(answers);
  return answer === undefined ? null : { rejected, answer };
}

/** The SYN that the RST refuses was accepted all the same, from another distance: two senders answered it. */
function synAccepted(reset: SeenSegment, mine: readonly SeenSegment[], trigger: Trigger | null): SeenSegment | null {
  if (trigger?.kind !== 'syn') return null;
  const expected = endOf(trigger.segment);
  return (
    mine.find(
      (segment) =>
        segment.kind === 'syn-ack' && segment.ack === expected && Math.abs(segment.ttl - reset.ttl) >= OTHER_DISTANCE,
    ) ?? null
  );
}

/** The named host itself answers with a RST from its usual distance, after one from elsewhere: what that one rejects had reached the host. */
function ownAnswer({ reset }: ResetEvent, sender: SideFacts, mine: readonly SeenSegment[]): SeenSegment | null {
  const usual = usualTtl(sender)?.ttl ?? reset.ttl;
  const isNear = (ttl: number): boolean => Math.abs(ttl - usual) < OTHER_DISTANCE;
  return isNear(reset.ttl) ? null : (mine.find((segment) => isReset(segment) && isNear(segment.ttl)) ?? null);
}

/** Made by a living socket after the RST: a later time stamp, an ACK for something sent after the RST, or simply much later. */
function isLater(
  segment: SeenSegment,
  event: ResetEvent,
  sender: SideFacts,
  receiver: SideFacts,
  theirs: readonly SeenSegment[],
): boolean {
  if (isReset(segment) || hasFlag(segment, SYN) || segment.kind === 'other') return false;
  return (
    stampedLater(segment, event.reset, sender) ||
    isWelcome(segment, sender, theirs) ||
    belies(segment, event.reset) ||
    acknowledgesLater(segment, receiver, theirs) ||
    segment.timeUs - event.reset.timeUs > Math.max(REORDER_US, 3 * (sender.rtt?.p25Us ?? 0))
  );
}

/** What follows a new SYN of the client is another attempt. */
function sameAttempt(after: readonly SeenSegment[]): readonly SeenSegment[] {
  const next = after.findIndex((segment) => segment.from === 'client' && hasFlag(segment, SYN));
  return next < 0 ? after : after.slice(0, next);
}

/** The receiver acknowledged new data of the sender that came after the RST: the connection lived on. */
function isWelcome(segment: SeenSegment, sender: SideFacts, theirs: readonly SeenSegment[]): boolean {
  if (segment.payloadLength === 0 || sender.nextSeq === null || !isAfter(endOf(segment), sender.nextSeq)) return false;
  return theirs.some(
    (other) =>
      other.frame > segment.frame && !isReset(other) && hasFlag(other, ACK) && !isAfter(endOf(segment), other.ack),
  );
}

/**
 * A socket that gives up numbers its RST behind all that it has sent (tcp_send_active_reset): data at that number cannot have been
 * sent before it and overtaken, nor after it by a socket that was gone.
 */
function belies(segment: SeenSegment, reset: SeenSegment): boolean {
  return hasFlag(reset, ACK) && reset.seq !== 0 && segment.payloadLength > 0 && segment.seq === reset.seq;
}

function stampedLater(segment: SeenSegment, reset: SeenSegment, sender: SideFacts): boolean {
  const { last } = sender;
  if (last === null || (segment.options & last.options & OPT_TIMESTAMPS) === 0) return false;
  const madeUs = last.timeUs + distance(segment.tsValue, last.tsValue) * TICK_US;
  return madeUs > reset.timeUs + TICK_GUARD_US;
}

function acknowledgesLater(segment: SeenSegment, receiver: SideFacts, theirs: readonly SeenSegment[]): boolean {
  if (!hasFlag(segment, ACK) || receiver.nextSeq === null || !isAfter(segment.ack, receiver.nextSeq)) return false;
  return theirs.some((other) => other.frame < segment.frame && !isAfter(endOf(other), segment.ack));
}
