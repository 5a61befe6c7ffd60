/** What refusals of a new connection have in common. */
import type { Evidence } from '../../model/evidence.ts';
import { absent, type Reading, unseen } from '../../model/reading.ts';

/** A retry that succeeds within this time may be the answer to a test: no service is restarted that fast. */
const CHALLENGE_US = 1.5e6;

/** The same client was let in right after it had been refused. */
export function welcomedAtOnce({ event, reset }: Evidence): Reading<{ frame: 'frame'; later: 'duration' }> {
  const again = event.after.find(({ kind, from }) => kind === 'syn-ack' && from === 'server');
  if (again !== undefined) return soon(again.frame, again.timeUs - reset.timeUs);
  const { retry } = event;
  if (retry === null) return unseen;
  return retry.outcome === 'accepted' ? soon(retry.answerFrame, retry.answerTimeUs - reset.timeUs) : absent;
}

function soon(frame: number, later: number): Reading<{ frame: 'frame'; later: 'duration' }> {
  return later <= CHALLENGE_US ? { frame, later } : absent;
}
