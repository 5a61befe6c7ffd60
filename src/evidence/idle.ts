import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import type { Idle, Trigger } from '../model/evidence.ts';
import { timersNear } from './known-timers.ts';

/** The silence that ended with the trigger, or with the RST itself when it answers nothing. null: nothing before it. */
export function idleOf(event: ResetEvent, trigger: Trigger | null): Idle | null {
  const until = trigger?.segment ?? event.reset;
  const since = lastBefore(event.before, until);
  if (since === null) return null;
  const us = until.timeUs - since.timeUs;
  return { us, since, until, timers: timersNear(us), longestSurvived: event.longestSurvivedIdle };
}

/** The segment right before another one, its own earlier copies left out. */
function lastBefore(before: readonly SeenSegment[], until: SeenSegment): SeenSegment | null {
  return before.filter((segment) => segment.frame < until.frame).at(-1) ?? null;
}
