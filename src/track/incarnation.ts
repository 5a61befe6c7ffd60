// Hot path: runs once per packet. No allocation.
import { ACK, RST, type Segment, SYN } from '../model/segment.ts';
import { distance, isAfter } from '../model/sequence.ts';
import { NO_BLOCK } from './block-pool.ts';
import { acknowledgesSyn } from './classify.ts';
import type { Connection } from './connection.ts';
import type { Side } from './side.ts';

/**
 * Whether a segment on a known tuple begins a new connection: a SYN with a number that the old connection did not use,
 * or with any new number once the old one has ended (RFC 9293 §3.6.1, RFC 6191).
 */
export function startsAnew(connection: Connection, segment: Segment, sender: Side): boolean {
  if ((segment.flags & (SYN | RST)) !== SYN) return false;
  if (sender.syn !== NO_BLOCK && segment.seq === sender.firstSeq >>> 0) return false;
  const receiver = sender === connection.client ? connection.server : connection.client;
  return (segment.flags & ACK) === 0
    ? startsWithSyn(connection, segment, sender, receiver)
    : startsWithSynAck(connection, segment, sender, receiver);
}

function startsWithSyn(connection: Connection, segment: Segment, sender: Side, receiver: Side): boolean {
  if (connection.isClosed || connection.hasReset) return true;
  if (!sender.isHeard && receiver.syn !== NO_BLOCK) {
    // Both sides call each other (RFC 9293 §3.5, simultaneous open), or the answer was captured before the call.
    if (!receiver.hasAck || distance(receiver.lastAck, segment.seq) === 1) return false;
  }
  return !isWithinUsed(segment, sender) && !meetsOpenRequest(segment, sender, receiver);
}

/** A SYN inside the window of a handshake that still lacks its last step meets that request, not the listener (tcp_check_req). */
function meetsOpenRequest(segment: Segment, sender: Side, receiver: Side): boolean {
  if (sender.hasAck || sender.syn === NO_BLOCK || receiver.syn === NO_BLOCK || !receiver.hasRightEdge) return false;
  return isAfter(segment.seq, sender.nextSeq) && !isAfter(segment.seq, receiver.rightEdge);
}

/** A second answer with another number stays with the SYN it acknowledges: two devices answered. */
function startsWithSynAck(connection: Connection, segment: Segment, sender: Side, receiver: Side): boolean {
  if (receiver.syn !== NO_BLOCK && acknowledgesSyn(segment, receiver)) return false;
  if (connection.isClosed || connection.hasReset) return receiver.syn === NO_BLOCK || sender.syn !== NO_BLOCK;
  return receiver.syn === NO_BLOCK && sender.syn === NO_BLOCK && sender.isHeard && !isWithinUsed(segment, sender);
}

function isWithinUsed(segment: Segment, sender: Side): boolean {
  if (!sender.isHeard) return false;
  const offset = distance(segment.seq, sender.firstSeq);
  return offset >= 0 && offset < distance(sender.nextSeq, sender.firstSeq);
}
