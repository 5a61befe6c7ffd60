import type { FrameRun } from './capture-summary.ts';

/** A capture of the packets that an analysis cites, as the analysis tells of it. */
export interface ExcerptEntry {
  /** Index into `captures`. */
  readonly capture: number;
  /** Hex SHA-256 of the file. */
  readonly sha256: string;
  readonly packets: number;
  /** Frames `first` and following of the capture are frames `own` and following of the excerpt. */
  readonly runs: readonly FrameRun[];
  /** Ids of the RSTs on which an analysis of the excerpt alone says something else. */
  readonly differs: readonly string[];
}
