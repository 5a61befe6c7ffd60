/** What a RST did to its users: a fact of this RST, not only of its cause. */
import type { Cause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import { distance } from '../model/sequence.ts';
import type { Impact } from '../model/verdict.ts';

/** TLS records (RFC 8446 §5.1): an alert, plain or as small as an encrypted one (5 header, 2 alert, 1 type, 16 tag). */
const TLS_ALERT = 0x15;
const TLS_DATA = 0x17;
const TLS13_ALERT_BYTES = 24;
const TLS_PLAIN_ALERT_BYTES = 7;
/** After this much silence nobody was in the middle of anything. Microseconds. */
const QUIET_US = 1e6;

export function impactOf(cause: Cause | null, evidence: Evidence): Impact {
  const { closing, sender } = evidence;
  if (cause === null) return closing.senderFin !== null && closing.receiverFin !== null ? 'benign' : 'unknown';
  if (evidence.neighbours.healthCheck !== null) return 'probe';
  if (cause.id === 'client-connect-abandoned' && sender.synOptionOrder === 0) return 'probe';
  if (cause.impact !== 'disruptive') return cause.impact;
  if (cause.origin === 'endpoint' && (isFarewell(evidence) || peerHadFinished(evidence))) return 'benign';
  return nothingWasPending(evidence) ? 'unknown' : 'disruptive';
}

/** The late data are a TLS goodbye: nobody needed them. */
function isFarewell({ trigger, closing }: Evidence): boolean {
  if (trigger === null || closing.senderFin === null || trigger.segment.payloadHead < 0) return false;
  const type = trigger.segment.payloadHead >>> 24;
  const isTls = ((trigger.segment.payloadHead >>> 16) & 0xff) === 3;
  return isTls && (type === TLS_ALERT || (type === TLS_DATA && trigger.segment.payloadLength === TLS13_ALERT_BYTES));
}

/** The other side had said all it wanted to say, the last question was answered, and nothing was left unacknowledged. */
function peerHadFinished(evidence: Evidence): boolean {
  const { closing, shape, unread } = evidence;
  return (
    shape === 'abort' &&
    closing.receiverFin !== null &&
    bytesInFlight(evidence) === 0 &&
    unread.windowJump === null &&
    isAnswered(evidence) &&
    !isFailedHandshake(evidence)
  );
}

/** A server left no question open, or a client got the last word of the server. */
function isAnswered({ sender, receiver, senderRole, unread }: Evidence): boolean {
  return senderRole === 'server'
    ? unread.unanswered === null
    : (receiver.lastData?.frame ?? 0) > (sender.lastData?.frame ?? 0);
}

/** The last word was a plain TLS alert: once a session is encrypted, its alerts are longer. */
function isFailedHandshake({ receiver: { lastData } }: Evidence): boolean {
  return (
    lastData !== null && lastData.payloadLength === TLS_PLAIN_ALERT_BYTES && lastData.payloadHead >>> 24 === TLS_ALERT
  );
}

/** A quiet connection whose last question had been answered, and no segment that the RST turns away. */
function nothingWasPending(evidence: Evidence): boolean {
  const { trigger, phase, idle, numbers } = evidence;
  if (trigger !== null || phase === 'handshake') return false;
  if (idle === null || idle.us < QUIET_US || numbers.newlyAcked > 0) return false;
  return isAnswered(evidence) && bytesInFlight(evidence) === 0;
}

/** Payload bytes of the RST's sender that were never acknowledged; a FIN does not count. */
function bytesInFlight({ sender, receiver, closing }: Evidence): number {
  if (sender.nextSeq === null || receiver.lastAck === null) return 0;
  return Math.max(0, distance(sender.nextSeq, receiver.lastAck) - (closing.senderFin === null ? 0 : 1));
}
