/** Which packets an analysis cites, and why. */
import type { FrameRun } from '../model/capture-summary.ts';
import type { Citation, CitedAs, CitedPacket } from '../model/citation.ts';
import { framesIn } from '../model/reading.ts';
import type { Analysis, Verdict } from '../model/verdict.ts';

/** Citations that are named of one packet. */
const NAMED = 4;

/** The cited packets of one capture in the order of their frames. */
export function citedPackets(analysis: Analysis, capture: number): ReadonlyMap<number, CitedPacket> {
  const cited = new Map<number, { readonly citations: Citation[]; more: number }>();
  const cite = (by: string, { byFrame }: Reasons): void => {
    for (const [frame, as] of byFrame) {
      const known = cited.get(frame);
      if (known === undefined) cited.set(frame, { citations: [{ by, as }], more: 0 });
      else if (known.citations.length < NAMED) known.citations.push({ by, as });
      else known.more++;
    }
  };
  const { verdicts } = analysis;
  // The RSTs first: of those that cite a RST, its own verdict must be among the named.
  for (const verdict of verdicts) if (verdict.capture === capture) cite(nameOf(verdict), itself(verdict));
  for (const verdict of verdicts) {
    cite(nameOf(verdict), verdict.capture === capture ? around(verdict) : atTheOtherEnd(verdict));
  }
  cite('', byNoVerdict(analysis, capture));
  return new Map([...cited].sort(([a], [b]) => a - b));
}

/** Which frames of a capture become which of the excerpt: `first` and following become `own` and following. */
export function excerptRuns(frames: Iterable<number>): readonly FrameRun[] {
  const runs: { first: number; own: number; count: number }[] = [];
  let own = 0;
  for (const frame of frames) {
    own++;
    const last = runs.at(-1);
    if (last !== undefined && frame === last.first + last.count) last.count++;
    else runs.push({ first: frame, own, count: 1 });
  }
  return runs;
}

const nameOf = ({ finding, id }: Verdict): string => `${finding} ${id}`;

function itself({ reset }: Verdict): Reasons {
  const reasons = new Reasons();
  reasons.add([reset.frame], 'reset');
  return reasons;
}

/** Everything else that a verdict cites in its own capture, the weightiest reason first. */
function around(verdict: Verdict): Reasons {
  const { reset, trigger, timeline, attempts, signs, steps, fields, blind, vantage, prevention } = verdict;
  const reasons = new Reasons(reset.frame);
  if (trigger !== null) reasons.add([trigger.segment.frame], 'trigger');
  for (const { shape, facts } of [...signs, vantage]) reasons.add(framesIn(shape, facts), 'evidence');
  for (const { segment } of timeline) reasons.add([segment.frame], 'timeline');
  reasons.add(attempts, 'attempt');
  for (const { shape, facts } of [...steps, ...fields, ...blind]) reasons.add(framesIn(shape, facts), 'path');
  if (prevention !== null) reasons.add(framesIn(prevention.shape, prevention.facts), 'path');
  for (const { signs: others } of [...verdict.alternatives, ...verdict.ruledOut]) {
    for (const { shape, facts } of others) reasons.add(framesIn(shape, facts), 'ruledOut');
  }
  return reasons;
}

function atTheOtherEnd({ crossing }: Verdict): Reasons {
  const reasons = new Reasons();
  if (crossing !== null) reasons.add([crossing.otherFrame], 'otherEnd');
  return reasons;
}

/** Examples of connections without a RST, and what is odd about packets. */
function byNoVerdict({ verdicts, examples, captures, diagnostics }: Analysis, capture: number): Reasons {
  const reasons = new Reasons();
  if (capture === 0 && verdicts.length === 0) {
    for (const { firstFrame, lastFrame } of examples) reasons.add([firstFrame, lastFrame], 'example');
  }
  reasons.add([captures[capture]?.icmpErrorFrame ?? 0], 'odd');
  // Of a joined capture, a diagnostic counts frames in its own file.
  const odd = diagnostics.filter((each) => each.capture === capture && each.file === undefined);
  for (const { frame } of odd) reasons.add([frame], 'odd');
  return reasons;
}

/** Collects why each frame is cited, but for one that is not to be. */
class Reasons {
  readonly byFrame = new Map<number, CitedAs[]>();
  readonly #but: number;

  constructor(but = 0) {
    this.#but = but;
  }

  add(frames: readonly number[], as: CitedAs): void {
    for (const frame of frames) {
      if (frame <= 0 || frame === this.#but) continue;
      const known = this.byFrame.get(frame);
      if (known === undefined) this.byFrame.set(frame, [as]);
      else if (!known.includes(as)) known.push(as);
    }
  }
}
