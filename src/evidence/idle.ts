import type { ResetEvent, SeenSegment } from '../model/connection.ts';
import type { Idle, Trigger } from '../model/evidence.ts';
import { timersNear } from '../model/known-timers.ts';
import { isReset } from './segments.ts';

/**
 * The silence that ended with the trigger, or with the RST itself when it answers nothing. null: nothing before it.
 * An orphan that continues another tuple was silent since that one's last segment.
 */
export function idleOf(event: ResetEvent, trigger: Trigger | null): Idle | null {
  const until = trigger?.segment ?? event.reset;
  const since = lastBefore(event.before, until) ?? event.predecessor?.tail.at(-1) ?? null;
  if (since === null || since.timeUs > until.timeUs) return null;
  const us = until.timeUs - since.timeUs;
  const survived = event.longestSurvivedIdle;
  return {
    us,
    since,
    until,
    // A timer that a longer silence outlived is not the one that ran out here.
    timers: timersNear(us).filter(({ seconds }) => survived === null || survived.us < seconds * 1e6),
    longestSurvived: survived,
    bracket:
      survived !== null && survived.us < us ? { aboveUs: survived.us, frame: survived.frame, atMostUs: us } : null,
  };
}

/** The segment right before another one in the order of the capture; a RST ends a silence, but is no sign of life. */
function lastBefore(before: readonly SeenSegment[], until: SeenSegment): SeenSegment | null {
  return before.filter((segment) => segment.frame < until.frame && !isReset(segment)).at(-1) ?? null;
}
