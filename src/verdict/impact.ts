/** What a RST did to its users: a fact of this RST, not only of its cause. */
import type { Cause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { distance } from '../model/sequence.ts';
import type { Impact } from '../model/verdict.ts';

/** TLS records (RFC 8446 §5.1): an alert, plain or as small as an encrypted one (5 header, 2 alert, 1 type, 16 tag). */
const TLS_ALERT = 0x15;
const TLS_DATA = 0x17;
const TLS13_ALERT_BYTES = 24;
/** After this much silence nobody was in the middle of anything. Microseconds. */
const QUIET_US = 1e6;

export function impactOf(cause: Cause | null, evidence: Evidence): Impact {
  const { closing, sender } = evidence;
  if (cause === null) return closing.senderFin !== null && closing.receiverFin !== null ? 'benign' : 'unknown';
  if (cause.id === 'client-connect-abandoned' && sender.synOptionOrder === 0) return 'probe';
  if (cause.impact !== 'disruptive' || cause.origin !== 'endpoint') return cause.impact;
  if (isFarewell(evidence) || peerHadFinished(evidence)) return 'benign';
  return nothingWasPending(evidence) ? 'unknown' : 'disruptive';
}

/** The late data are a TLS goodbye: nobody needed them. */
function isFarewell({ trigger, closing }: Evidence): boolean {
  if (trigger === null || closing.senderFin === null || trigger.segment.payloadHead < 0) return false;
  const type = trigger.segment.payloadHead >>> 24;
  const isTls = ((trigger.segment.payloadHead >>> 16) & 0xff) === 3;
  return isTls && (type === TLS_ALERT || (type === TLS_DATA && trigger.segment.payloadLength === TLS13_ALERT_BYTES));
}

/** The other side had said all it wanted to say and had acknowledged everything. */
function peerHadFinished(evidence: Evidence): boolean {
  const { closing, shape, unread } = evidence;
  return (
    shape === 'abort' && closing.receiverFin !== null && bytesInFlight(evidence) === 0 && unread.windowJump === null
  );
}

/** A quiet connection whose last question had been answered. */
function nothingWasPending(evidence: Evidence): boolean {
  const { shape, idle, numbers, sender, receiver, senderRole, unread } = evidence;
  if (shape !== 'abort' || idle === null || idle.us < QUIET_US || numbers.newlyAcked > 0) return false;
  const answered =
    senderRole === 'server'
      ? unread.unanswered === null
      : (receiver.lastData?.frame ?? 0) > (sender.lastData?.frame ?? 0);
  return answered && bytesInFlight(evidence) === 0;
}

/** Payload bytes of the RST's sender that were never acknowledged; a FIN does not count. */
function bytesInFlight({ sender, receiver, closing }: Evidence): number {
  if (sender.nextSeq === null || receiver.lastAck === null) return 0;
  return Math.max(0, distance(sender.nextSeq, receiver.lastAck) - (closing.senderFin === null ? 0 : 1));
}
