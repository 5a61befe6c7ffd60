import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import type { Closing, Trigger } from '../model/evidence.ts';
import type { Phase } from '../model/verdict.ts';

/** How far the connection had come when the RST passed. */
export function phaseOf(event: ResetEvent, trigger: Trigger | null, closing: Closing): Phase {
  if (trigger?.kind === 'syn' || trigger?.kind === 'syn-ack') return 'handshake';
  if (closing.bothAcked) return 'closed';
  if (closing.senderFin !== null || closing.receiverFin !== null) return 'closing';
  if (event.opened !== 'midstream') return handshakeDone(event) ? 'established' : 'handshake';
  return event.predecessor !== null || isOrphan(event) ? 'orphan' : 'established';
}

/** The client acknowledged the SYN-ACK. */
function handshakeDone({ client, server }: ResetEvent): boolean {
  return client.lastAck !== null && server.syn !== null && reaches(client.lastAck, server.syn);
}

/** An ACK number that covers the SYN. */
function reaches(ack: number, syn: SeenSegment): boolean {
  return ((ack - syn.seq) | 0) > 0;
}

/** The RST's sender never said anything else on this tuple: it may not know the connection. */
function isOrphan({ reset, client, server }: ResetEvent): boolean {
  return (reset.from === 'client' ? client : server).segments === 0;
}
