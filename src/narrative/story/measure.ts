import type { Analysis } from '../../model/verdict.ts';

/** How much of each kind a report lists before it counts the rest. */
export interface Measure {
  /** Rows of a table of findings, and findings with a section of their own. */
  readonly findings: number;
  readonly sections: number;
  /** Rows of the table of those without one. */
  readonly folded: number;
  /** Frames named in a row. */
  readonly frames: number;
  /** RSTs with raw numbers. */
  readonly resets: number;
  /** Causes that were ruled out. */
  readonly ruledOut: number;
  /** Steps of a checklist for each party. */
  readonly checks: number;
}

const ROOMY: Measure = {
  findings: 40,
  sections: 12,
  folded: 40,
  frames: 8,
  resets: 50,
  ruledOut: 12,
  checks: Number.POSITIVE_INFINITY,
};
/** However many RSTs there are, the report stays within twelve pages: figures show all of them, the text examples. */
const CROWDED: Measure = { findings: 8, sections: 1, folded: 0, frames: 3, resets: 6, ruledOut: 4, checks: 1 };
/** From so many RSTs on, a report gives examples. */
const CROWD = 100;

export function measureOf({ verdicts }: Pick<Analysis, 'verdicts'>): Measure {
  return verdicts.length < CROWD ? ROOMY : CROWDED;
}
