/** The hand-written truth of a sample: `samples/<id>/sample.json`. */
import { word } from './known.ts';
import type { Vantage } from './scenario.ts';
import type { Truth } from './truth.ts';

type Confidence = 'proven' | 'likely' | 'possible' | 'undetermined';

/** One RST of the capture: what really happened, and what a good analyst may say of it from this capture alone. */
interface SampleReset {
  readonly frame: number;
  readonly sender: 'server' | 'client';
  /** Frame of the RST that this one is a second sight of. */
  readonly sameAs?: number;
  readonly truth: Truth & {
    readonly cause: string;
    /** Other causes that leave the same trace at this vantage. */
    readonly sameTrace: readonly string[];
    readonly why: string;
  };
  readonly expect: {
    readonly cause: string;
    /** Every word that would be right. */
    readonly confidence: readonly Confidence[];
    /** The other causes of the tie, without `cause`: the expected answer is the set of both. */
    readonly tied: readonly string[];
  };
  /** Causes that a naive tool would name and that are wrong here. */
  readonly not: readonly string[];
}

export interface Sample {
  readonly what: string;
  readonly made: {
    readonly how: 'recorded' | 'built';
    readonly kernel: string | null;
    /** The file that makes it. */
    readonly scenario: string;
    readonly note: string;
  };
  readonly vantage: Vantage;
  readonly resets: readonly SampleReset[];
  readonly noReset: boolean;
}

/** What differs between a new recording and the written truth; empty when nothing does. */
export function differences(truths: readonly Truth[], found: readonly Truth[]): string[] {
  const written = truths.map(word);
  const recorded = found.map(word);
  if (written.length !== recorded.length) {
    return [`${recorded.length} RSTs recorded, ${written.length} written down: ${recorded.join(', ')}`];
  }
  return recorded.flatMap((now, i) =>
    now === written[i] ? [] : [`RST ${i + 1}: recorded ${now}, written down ${written[i]}`],
  );
}
