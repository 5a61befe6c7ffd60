import type { SeenSegment, SideFacts } from '../model/connection.ts';
import type { Probes } from '../model/evidence.ts';

/** Timers of the probes run on jiffies and are rounded: deviations up to this share of the interval, or the fixed slack, are regular. */
const SHARE = 0.05;
const SLACK_US = 50_000;

/** Unanswered keep-alive probes before the RST and how evenly they are spaced (Linux tcp_keepalive_timer). */
export function probesOf(reset: SeenSegment, sender: SideFacts): Probes | null {
  const list = sender.probes;
  const first = list[0];
  if (first === undefined) return null;
  const times = [...list.map(({ timeUs }) => timeUs), reset.timeUs];
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const intervalUs = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const jitterUs = Math.max(...gaps.map((gap) => Math.abs(gap - intervalUs)));
  return {
    list,
    intervalUs,
    jitterUs,
    regular: gaps.length >= 2 && jitterUs <= Math.max(SLACK_US, SHARE * intervalUs),
  };
}
