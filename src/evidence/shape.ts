/** What the RST looks like on the wire, before any context. */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { NumberFit, Shape, Trigger } from '../model/evidence.ts';
import { ACK, FIN, OPT_TIMESTAMPS, SYN, URG } from '../model/segment.ts';
import type { Stack } from '../model/verdict.ts';
import { hasFlag } from './segments.ts';

/** Decides between an answer to one segment (no connection needed) and the abort of a live connection. */
export function shapeOf(
  reset: SeenSegment,
  trigger: Trigger | null,
  numbers: NumberFit,
  sender: SideFacts,
  stack: Stack,
): Shape {
  if (hasFlag(reset, SYN | FIN | URG)) return 'odd';
  if (!hasFlag(reset, ACK)) return trigger?.form === 'answers-ack' ? 'stateless-ack' : 'bare-abort';
  if (trigger?.form === 'answers-no-ack') return 'stateless-no-ack';
  if (trigger?.form === 'answers-both' && answersLikeLwip(reset, sender, stack)) return 'stateless-both';
  return isAbort(numbers) ? 'abort' : 'odd';
}

/** lwIP answers with both numbers filled in; a live Linux socket would show its time stamps. */
function answersLikeLwip(reset: SeenSegment, sender: SideFacts, stack: Stack): boolean {
  if (stack === 'lwip') return true;
  return sender.segments === 0 && (reset.options & OPT_TIMESTAMPS) === 0;
}

/** SND.NXT (or what the receiver had acknowledged, when a shrunken window forbids more) and RCV.NXT. */
function isAbort({ seq, ack }: NumberFit): boolean {
  if (seq === 'unknown' && ack === 'unknown') return false;
  const seqFits = seq === 'next' || seq === 'acked' || seq === 'unknown';
  return seqFits && (ack === 'all' || ack === 'part' || ack === 'unknown');
}
