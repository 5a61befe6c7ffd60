/** Holds verdicts against the truth and counts. Pure: no file, no clock, no order of rows matters. */
import type { Confidence, Verdict } from '../../src/index.ts';
import type { Known } from './known.ts';
import type { Vantage } from './scenario.ts';

/** What whyrst said of one RST; the members of {@link Verdict} that are judged. */
export type Said = Pick<Verdict, 'cause' | 'tied' | 'confidence' | 'kernelReasons' | 'builder' | 'origin'> & {
  readonly vantage: Pick<Verdict['vantage'], 'value' | 'confidence'>;
};

/** One RST of one capture. */
export interface Row {
  readonly scenario: string;
  /** The sample, or the vantage. */
  readonly capture: string;
  readonly at: Vantage;
  readonly frame: number;
  readonly truth: Known;
  readonly said: Said;
}

/** How many of how many. */
export interface Share {
  readonly right: number;
  readonly of: number;
}

/** The limits that decide whether a run has passed. `proven` must never be wrong. */
export const LIMITS = { likely: 0.9, top1: 0.95, coverage: 0.6 } as const;

/** The right answer is a set: the cause and all that leave the same trace, no more and no fewer. */
export function isRight({ truth, said }: Row): boolean {
  const answer = new Set<string>([said.cause, ...said.tied]);
  const right = new Set<string>([truth.cause, ...truth.sameTrace]);
  return answer.size === right.size && [...answer].every((cause) => right.has(cause));
}

/** One value, or a declared tie that holds the truth. */
function holds<T>({ value, tied }: { readonly value: T; readonly tied: readonly T[] }, truth: T): boolean {
  return value === truth || tied.includes(truth);
}

export const builderRight = ({ truth, said }: Row): boolean => holds(said.builder, truth.builder);
export const originRight = ({ truth, said }: Row): boolean => holds(said.origin, truth.origin);

/** The kernel's word is among those named; nothing is named where the kernel's TCP sent nothing. */
export function reasonRight({ truth, said }: Row): boolean {
  if (truth.kernelReason === null) return said.kernelReasons.length === 0;
  return said.kernelReasons.includes(truth.kernelReason);
}

const isFirm = ({ said }: Row): boolean => said.confidence === 'proven' || said.confidence === 'likely';

export function share(rows: readonly Row[], right: (row: Row) => boolean): Share {
  return { right: rows.filter(right).length, of: rows.length };
}

/** Everything that is counted over one set of rows. */
export interface Score {
  /** Exact answers where the cause can be known. */
  readonly top1: Share;
  /** `proven` or `likely` where the cause can be known. */
  readonly coverage: Share;
  /** Exact answers in all. */
  readonly exact: Share;
  /** Exact ties where several causes leave the same trace. */
  readonly ties: Share;
  readonly builder: Share;
  /** Builders named alone and right, without a tie. */
  readonly builderAlone: Share;
  readonly origin: Share;
  readonly kernelReason: Share;
  /** The place of the capture, where whyrst is confident of it: the nearer end alone is only `possible`. */
  readonly vantage: Share;
}

export function scoreOf(rows: readonly Row[]): Score {
  const knowable = rows.filter(({ truth }) => truth.knowable);
  const tied = rows.filter(({ truth }) => truth.sameTrace.length > 0);
  // Without a cause there is no reason to name; where a filter and the kernel leave the same trace, none can be known.
  const reasoned = rows.filter(
    ({ truth, said }) => said.cause !== 'undetermined' && (truth.kernelReason !== null || truth.sameTrace.length === 0),
  );
  return {
    top1: share(knowable, isRight),
    coverage: share(knowable, isFirm),
    exact: share(rows, isRight),
    ties: share(tied, isRight),
    builder: share(rows, builderRight),
    builderAlone: share(
      rows,
      ({ truth, said }) => said.builder.value === truth.builder && said.builder.tied.length === 0,
    ),
    origin: share(rows, originRight),
    kernelReason: share(reasoned, reasonRight),
    vantage: share(
      rows.filter(({ said }) => said.vantage.confidence === 'likely'),
      ({ at, said }) => said.vantage.value === at,
    ),
  };
}

export const CONFIDENCES: readonly Confidence[] = ['proven', 'likely', 'possible', 'undetermined'];

/** How often each word was right. */
export function calibration(rows: readonly Row[]): Readonly<Record<Confidence, Share>> {
  const of = (word: Confidence): Share =>
    share(
      rows.filter(({ said }) => said.confidence === word),
      isRight,
    );
  return { proven: of('proven'), likely: of('likely'), possible: of('possible'), undetermined: of('undetermined') };
}

/** What was said of the RSTs of each cause: true cause → answer → how often, wrong answers only. */
export function confusion(rows: readonly Row[]): Map<string, Map<string, number>> {
  const table = new Map<string, Map<string, number>>();
  for (const row of rows.filter((each) => !isRight(each))) {
    const line = table.get(nameOf(row.truth.cause, row.truth.sameTrace)) ?? new Map<string, number>();
    const answer = nameOf(row.said.cause, row.said.tied);
    line.set(answer, (line.get(answer) ?? 0) + 1);
    table.set(nameOf(row.truth.cause, row.truth.sameTrace), line);
  }
  return table;
}

/** A cause and its tie, in an order that does not depend on which leads. */
export function nameOf(cause: string, tied: readonly string[]): string {
  return [...new Set([cause, ...tied])].sort().join(' = ');
}

/** Why the run has not passed; empty when it has. */
export function failures(rows: readonly Row[]): string[] {
  const { top1, coverage } = scoreOf(rows);
  const { proven, likely } = calibration(rows);
  const below = ({ right, of }: Share, limit: number): boolean => of > 0 && right < limit * of;
  return [
    ...(proven.right < proven.of ? [`proven was wrong ${proven.of - proven.right} times`] : []),
    ...(below(likely, LIMITS.likely) ? [`likely was right in ${percent(likely)} only`] : []),
    ...(below(top1, LIMITS.top1) ? [`the cause was right in ${percent(top1)} only`] : []),
    ...(below(coverage, LIMITS.coverage) ? [`proven or likely was said in ${percent(coverage)} only`] : []),
  ];
}

export function percent({ right, of }: Share): string {
  return of === 0 ? '–' : `${((100 * right) / of).toFixed(1)} %`;
}
