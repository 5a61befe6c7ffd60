/** The scores of a run for the terminal. */
import type { Result } from './order.ts';
import { VANTAGES } from './scenario.ts';
import { CONFIDENCES, calibration, percent, type Row, type Share, scoreOf } from './score.ts';

const LABELS = {
  top1: 'cause, where it can be known',
  coverage: 'proven or likely, where it can be known',
  exact: 'cause or tie, everywhere',
  ties: 'ties, where traces are the same',
  builder: 'builder',
  builderAlone: 'builder, named alone',
  origin: 'origin',
  kernelReason: 'reason of the kernel',
  vantage: 'vantage, where likely',
} as const;

function cell({ right, of }: Share): string {
  return `${right}/${of} ${percent({ right, of })}`.padEnd(20);
}

/** Scores by vantage, what each word of confidence was worth, and what could not be judged. */
export function summary(results: readonly Result[]): string {
  const rows = results.flatMap((result) => result.rows);
  const sets: readonly (readonly Row[])[] = [
    rows,
    ...VANTAGES.map((vantage) => rows.filter(({ at }) => at === vantage)),
  ];
  const scores = sets.map(scoreOf);
  const lines = Object.entries(LABELS).map(
    ([key, label]) => label.padEnd(42) + scores.map((score) => cell(score[key as keyof typeof LABELS])).join(''),
  );
  const words = calibration(rows);
  const captures = results.reduce((sum, result) => sum + result.captures, 0);
  const unwritten = results.reduce((sum, result) => sum + result.unwritten.length, 0);
  return [
    `${rows.length} RSTs in ${captures} captures judged; ${unwritten} captures without a written truth`,
    `${''.padEnd(42)}${['all', ...VANTAGES].map((head) => head.padEnd(20)).join('')}`,
    ...lines,
    ...CONFIDENCES.map((word) => `${`${word}, and right`.padEnd(42)}${cell(words[word])}`),
  ]
    .map((line) => line.trimEnd())
    .join('\n');
}
