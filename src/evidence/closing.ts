import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Closing } from '../model/evidence.ts';

/** The FINs that both sides had sent when the RST came, and whether they were acknowledged (RFC 9293 §3.6). */
export function closingOf(reset: SeenSegment, sender: SideFacts, receiver: SideFacts): Closing {
  return {
    senderFin: sender.fin,
    receiverFin: receiver.fin,
    senderFinAckedBy: sender.finAckedBy,
    receiverFinAckedBy: receiver.finAckedBy,
    bothAcked: sender.finAckedBy !== null && receiver.finAckedBy !== null,
    sinceSenderFinUs: sender.fin === null ? null : reset.timeUs - sender.fin.timeUs,
  };
}
