/** What runner and player say to each other, one JSON line each. */
import type { Row } from './score.ts';

/** Play this scenario; `record` also keeps its captures as samples. */
export interface Order {
  readonly scenario: string;
  readonly record: boolean;
  /** Folder that gets all captures, or null. */
  readonly keep: string | null;
}

/** What came of it. */
export interface Result {
  readonly scenario: string;
  /** Why it had to be played a second time. */
  readonly repeated?: string;
  /** Nobody may be blamed in it, see `Scenario.control`. */
  readonly control: boolean;
  readonly rows: readonly Row[];
  /** How many captures were judged, those without any RST included. */
  readonly captures: number;
  /** Captures with RSTs whose truth nobody has written down. */
  readonly unwritten: readonly string[];
  readonly wrong: readonly string[];
}
