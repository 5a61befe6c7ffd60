/** What would have prevented a RST, in figures of this capture: how often a silent connection needs a segment. */

import type { Cause } from '../model/cause.ts';
import type { CauseId } from '../model/cause-ids.ts';
import type { SeenSegment } from '../model/connection.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Facts } from '../model/reading.ts';
import { preventions } from '../model/story-keys.ts';
import type { Verdict } from '../model/verdict.ts';

/** Shorter silences are ordinary pauses: no product keeps a connection so briefly. Microseconds. */
const SHORTEST_SILENCE_US = 3e6;
/** Where silences nearly as long were survived, the silence is not what ended the connection. */
const SURVIVED_SHARE = 0.8;
/** A heartbeat at half of the shortest timer survives the loss of one. */
const SHARE = 0.5;
const SECOND_US = 1e6;

/** Computed where the cause, or one that it ties with, ends when the connection is used otherwise. */
export function preventionOf(
  causes: readonly Cause[],
  answer: readonly CauseId[],
  evidence: Evidence,
): Verdict['prevention'] {
  const means = causes.filter(({ id }) => answer.includes(id)).map(({ preventedBy }) => preventedBy);
  if (means.includes('heartbeat')) return heartbeat(evidence);
  return means.includes('reuse') ? reuse(evidence) : null;
}

function heartbeat({ idle }: Evidence): Verdict['prevention'] {
  if (idle === null || idle.us < SHORTEST_SILENCE_US) return null;
  if (idle.longestSurvived !== null && idle.longestSurvived.us > SURVIVED_SHARE * idle.us) return null;
  const every = Math.floor((SHARE * idle.us) / SECOND_US) * SECOND_US;
  const { since, until, bracket } = idle;
  return bracket === null
    ? said('heartbeat', { every, idle: idle.us, since: since.frame, until: until.frame })
    : said('heartbeatBelow', { every, idle: idle.us, survived: bracket.aboveUs, frame: bracket.frame });
}

/** The sender closed after a silence; what came later met a closed connection. */
function reuse({ event, closing, trigger }: Evidence): Verdict['prevention'] {
  const { senderFin } = closing;
  if (senderFin === null || trigger?.kind !== 'data') return null;
  const idle = silenceBefore(senderFin, event.before);
  return idle >= SHORTEST_SILENCE_US ? said('reuse', { idle, finFrame: senderFin.frame }) : null;
}

function silenceBefore(segment: SeenSegment, before: readonly SeenSegment[]): number {
  const last = before.filter(({ frame }) => frame < segment.frame).at(-1);
  return last === undefined ? 0 : segment.timeUs - last.timeUs;
}

function said<Key extends keyof typeof preventions>(
  key: Key,
  facts: Facts<(typeof preventions)[Key]>,
): Verdict['prevention'] {
  return { key, shape: preventions[key], facts: facts as Facts };
}
