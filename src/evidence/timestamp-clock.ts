/**
 * Whether a time stamp continues the clock of its host. The clock's rate is measured on the connection itself (RFC 7323 §5.4 allows
 * 1 ms to 1 s per tick; Linux counts milliseconds, or microseconds with tcp_usec_ts); it never runs backwards.
 */
import type { SeenSegment, SideFacts } from '../model/connection.ts';
import { OPT_TIMESTAMPS } from '../model/segment.ts';
import { distance } from '../model/sequence.ts';

/** The rate is measured over at least this time; a shorter one is dominated by the size of a tick. Microseconds. */
const SHORTEST_BASELINE_US = 200_000;
/** What one tick may last at most, microseconds: 1 s. */
const LONGEST_TICK_US = 1e6;
/** Deviation allowed: queues delay packets, rates are measured; the larger of this time and this share of the gap. */
const SLACK_US = 250_000;
const SLACK_SHARE = 0.1;

/** Holds the RST's time stamp against those of the sender's first and last segment. `unseen`: nothing to compare with. */
export function clockFits(reset: SeenSegment, { first, last }: SideFacts): 'fits' | 'breaks' | 'unseen' {
  if (first === null || last === null || (reset.options & last.options & OPT_TIMESTAMPS) === 0) return 'unseen';
  const ticks = distance(reset.tsValue, last.tsValue);
  if (ticks < 0) return 'breaks';
  const rate = rateOf(first, last);
  if (rate === null) return 'unseen';
  const gapUs = reset.timeUs - last.timeUs;
  const slackUs = Math.max(SLACK_US, SLACK_SHARE * gapUs) + 1 / rate;
  return Math.abs(ticks / rate - gapUs) <= slackUs ? 'fits' : 'breaks';
}

/** Ticks per microsecond between two segments of one host, or null when they do not tell. */
function rateOf(first: SeenSegment, last: SeenSegment): number | null {
  if ((first.options & last.options & OPT_TIMESTAMPS) === 0) return null;
  const spanUs = last.timeUs - first.timeUs;
  const ticks = distance(last.tsValue, first.tsValue);
  if (spanUs < SHORTEST_BASELINE_US || ticks < 2 || spanUs / ticks > LONGEST_TICK_US) return null;
  return ticks / spanUs;
}
