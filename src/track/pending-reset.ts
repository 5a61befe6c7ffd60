/** A RST while the capture still runs: what followed it, as it becomes known. */
import type { Attempt, Predecessor, SeenSegment } from '../model/connection.ts';

/** A {@link Predecessor} in the making. */
export type PredecessorDraft = { -readonly [Name in keyof Predecessor]: Predecessor[Name] };

/** The connection that an orphan seems to continue, and the orphan's first segment. */
export interface Continued {
  readonly facts: PredecessorDraft;
  readonly first: SeenSegment;
}

/** A RST whose event is not complete yet; see reset-log.ts for what was known when it came. */
export interface PendingReset {
  readonly frame: number;
  readonly timeUs: number;
  readonly connection: number;
  readonly predecessor: Continued | null;
  /** The next segments of its connection while it is followed; null: none. */
  after: SeenSegment[] | null;
  /** Where they are kept once it is followed no longer; −1: nowhere. */
  aftermath: number;
  attemptAfter: Attempt | null;
  retry: Attempt | null;
}
