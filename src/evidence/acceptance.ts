/** How far the server had come with the handshake, as its own segments show (Linux tcp_check_req, reqsk_timer_handler). */
import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import type { Acceptance, Trigger } from '../model/evidence.ts';
import { ACK, SYN } from '../model/segment.ts';
import { advance } from '../model/sequence.ts';
import { hasFlag, isReset, isSynAck } from './segments.ts';

export function acceptanceOf(event: ResetEvent, trigger: Trigger | null): Acceptance {
  const { server, before } = event;
  const { syn, lastSyn } = server;
  const until = trigger?.segment ?? event.reset;
  const acknowledgedBy = before.find((segment) => completes(segment, syn)) ?? null;
  const last = lastSyn ?? syn;
  const otherAnswer =
    before.find((segment) => segment.from === 'server' && isSynAck(segment) && segment.seq !== syn?.seq) ?? null;
  const onlySynAck = syn !== null && isSynAck(syn) && saidOnlySynAck(event, otherAnswer !== null);
  return {
    onlySynAck,
    sinceSynAckUs: last === null ? -1 : until.timeUs - last.timeUs,
    acknowledgedBy,
    repeated: lastSyn !== null && acknowledgedBy !== null && lastSyn.frame > acknowledgedBy.frame ? lastSyn : null,
    otherAnswer,
    wrongNumber: onlySynAck && event.reset.from === 'server' ? wrongNumber([syn, otherAnswer], trigger) : null,
  };
}

/** A second answer is kept apart by tracking and counts as no SYN of the connection. */
function saidOnlySynAck({ server, before, beforeComplete }: ResetEvent, hasOtherAnswer: boolean): boolean {
  if (!hasOtherAnswer) return server.segments === server.synCount;
  return (
    beforeComplete && before.every((segment) => segment.from === 'client' || isSynAck(segment) || isReset(segment))
  );
}

/** A segment of the client that acknowledges the SYN-ACK and nothing else. */
function completes(segment: SeenSegment, synAck: SeenSegment | null): boolean {
  if (synAck === null || segment.from !== 'client' || isReset(segment)) return false;
  return hasFlag(segment, ACK) && !hasFlag(segment, SYN) && segment.ack === advance(synAck.seq, 1);
}

/** RFC 9293 §3.10.7.4: the last step acknowledges the SYN of the SYN-ACK that it answers; with two answers it can fit only one. */
function wrongNumber(answers: readonly (SeenSegment | null)[], trigger: Trigger | null): Acceptance['wrongNumber'] {
  if (trigger === null || !hasFlag(trigger.segment, ACK)) return null;
  const { frame, ack } = trigger.segment;
  const expected = answers.flatMap((answer) => (answer === null ? [] : [advance(answer.seq, 1)]));
  const missed = expected.find((number) => number !== ack);
  return missed === undefined ? null : { frame, got: ack, expected: missed };
}
