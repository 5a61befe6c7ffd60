/** What the RST looks like on the wire, before any context. */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { NumberFit, Shape, Trigger } from '../model/evidence.ts';
import { ACK, FIN, OPT_TIMESTAMPS, SYN, URG } from '../model/segment.ts';
import type { Stack } from '../model/verdict.ts';
import { hasFlag, initialTtl, usualTtl } from './segments.ts';

/** One such mark happens; two together are no socket's. */
const TURNED_MARKS = 2;

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
  if (trigger?.form === 'answers-both' && answersBoth(reset, trigger, sender, stack)) return 'stateless-both';
  return isAbort(numbers) ? 'abort' : 'odd';
}

/** lwIP answers with both numbers filled in; boxes that turn a packet round do too. A live Linux socket looks otherwise. */
function answersBoth(reset: SeenSegment, trigger: Trigger, sender: SideFacts, stack: Stack): boolean {
  if (stack === 'lwip') return true;
  if (sender.segments === 0) return (reset.options & OPT_TIMESTAMPS) === 0;
  return turnedRound(reset, trigger, sender, stack) >= TURNED_MARKS;
}

/** Marks of a packet that was made from the trigger and not by the sender's socket. */
function turnedRound(reset: SeenSegment, { segment }: Trigger, sender: SideFacts, stack: Stack): number {
  const usual = usualTtl(sender);
  const marks = [
    usual !== null && initialTtl(usual.ttl) !== initialTtl(reset.ttl),
    reset.window === segment.window && reset.window !== sender.windowBy?.window,
    stack === 'linux' && sender.timestamps === true && (reset.options & OPT_TIMESTAMPS) === 0,
  ];
  return marks.filter(Boolean).length;
}

/** SND.NXT (or what the receiver had acknowledged, when a shrunken window forbids more) and RCV.NXT. */
function isAbort({ seq, ack }: NumberFit): boolean {
  if (seq === 'unknown' && ack === 'unknown') return false;
  const seqFits = seq === 'next' || seq === 'acked' || seq === 'unknown';
  return seqFits && (ack === 'all' || ack === 'part' || ack === 'unknown');
}
