/** What an analysis said of each RST, so that another one can be held against it. */
import type { Analysis } from '../model/verdict.ts';

/** The verdict on one RST, short. */
export interface Outcome {
  readonly id: string;
  readonly capture: number;
  readonly frame: number;
  readonly cause: string;
  readonly confidence: string;
  readonly tied: readonly string[];
}

/** A RST on which two analyses do not agree; `found` null: the second one has no such RST. */
export interface Disagreement {
  readonly expected: Outcome;
  readonly found: Outcome | null;
}

export function outcomesOf({ verdicts }: Analysis): readonly Outcome[] {
  return verdicts.map(({ id, capture, reset: { frame }, cause, confidence, tied }) => {
    return { id, capture, frame, cause, confidence, tied };
  });
}

/** RSTs on which the second analysis says something else than the first; those that only the second one knows are passed over. */
export function disagreements(expected: readonly Outcome[], found: readonly Outcome[]): readonly Disagreement[] {
  const byPlace = new Map(found.map((one) => [placeOf(one), one]));
  return expected.flatMap((one): Disagreement[] => {
    const other = byPlace.get(placeOf(one)) ?? null;
    return other !== null && sayingOf(other) === sayingOf(one) ? [] : [{ expected: one, found: other }];
  });
}

const placeOf = ({ capture, frame }: Outcome): string => `${capture} ${frame}`;

/** Cause and confidence, and the ties in any order. */
const sayingOf = ({ cause, confidence, tied }: Outcome): string => [cause, confidence, ...[...tied].sort()].join(' ');
