/** RSTs whose numbers were guessed. */
import type { SeenSegment } from '../../model/connection.ts';
import type { Evidence } from '../../model/evidence.ts';
import { RST } from '../../model/segment.ts';

/** Guesses that all miss: whoever sees the traffic knows the number and would not miss so often. */
const MISSES = 3;

/** All RSTs of this sender on the connection, this one among them. */
export function resetsOf({ event, reset }: Evidence): readonly SeenSegment[] {
  return [...event.before, reset, ...event.after].filter(
    ({ from, flags }) => from === reset.from && (flags & RST) !== 0,
  );
}

/** At least three with different numbers, none of which was the next one; else none. */
export function missesOf(evidence: Evidence): readonly SeenSegment[] {
  const resets = resetsOf(evidence);
  const numbers = new Set(resets.map(({ seq }) => seq));
  const allMissed = numbers.size === resets.length && !numbers.has(evidence.sender.nextSeq ?? -1);
  return allMissed && resets.length >= MISSES ? resets : [];
}
