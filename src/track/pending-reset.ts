/** The event of a RST while the capture still runs: fields are filled in as they become known. */
import type { Predecessor, ResetEvent, SeenSegment } from '../model/connection.ts';

/** A {@link ResetEvent} in the making. */
export type ResetDraft = { -readonly [Name in keyof ResetEvent]: ResetEvent[Name] } & { readonly after: SeenSegment[] };

/** A {@link Predecessor} in the making. */
export type PredecessorDraft = { -readonly [Name in keyof Predecessor]: Predecessor[Name] };

/** A RST whose event is not complete yet. */
export interface PendingReset {
  readonly event: ResetDraft;
  readonly connection: number;
  readonly predecessor: PredecessorDraft | null;
}
