/**
 * What a socket that gives up leaves on the wire: retransmissions at growing gaps that nothing acknowledges, then silence where the
 * next one was due. Linux ends such a connection without a word (tcp_write_timeout, tcp_write_err): no FIN, no RST.
 */
import type { SeenSegment } from '../model/connection.ts';
import type { GivenUp, Trigger } from '../model/evidence.ts';
import { isReset } from './segments.ts';

/** One retransmission is an ordinary loss; a pattern begins with two. */
const FEWEST = 2;
/** RFC 6298 §5.5: the timer doubles each time … */
const BACK_OFF = 2;
/** … up to TCP_RTO_MAX, 120 s in Linux. Microseconds. */
const LONGEST_TIMER_US = 120e6;
/** A timer may fire late: it is rounded to jiffies, and the capture point adds jitter. */
const LATE_SHARE = 1.25;
const LATE_US = 50_000;

/** The sender's unanswered retransmissions right before the trigger, if it had stopped repeating them. */
export function givenUpOf(
  before: readonly SeenSegment[],
  trigger: Trigger | null,
  sender: SeenSegment['from'],
): GivenUp | null {
  if (trigger === null) return null;
  const run = lastWords(before, trigger.segment, sender);
  const [first] = run;
  const last = run.at(-1);
  const previous = run.at(-2);
  const retransmissions = run.filter(({ kind }) => kind === 'retransmission').length;
  if (first === undefined || last === undefined || previous === undefined || retransmissions < FEWEST) return null;
  const gapUs = last.timeUs - previous.timeUs;
  const dueUs = LATE_SHARE * Math.min(BACK_OFF * gapUs, LONGEST_TIMER_US) + LATE_US;
  const silentUs = trigger.segment.timeUs - last.timeUs;
  return silentUs > dueUs ? { first, last, retransmissions, silentUs, dueUs } : null;
}

/** What the sender sent after the other side was last heard before the trigger. */
function lastWords(
  before: readonly SeenSegment[],
  trigger: SeenSegment,
  sender: SeenSegment['from'],
): readonly SeenSegment[] {
  const earlier = before.filter((segment) => segment.frame < trigger.frame);
  const heard = earlier.findLastIndex((segment) => segment.from !== sender);
  return earlier.slice(heard + 1).filter((segment) => !isReset(segment));
}
