import { readFileSync, writeFileSync } from 'node:fs';
import { listResets, type WireReset } from './pcap.ts';
import { type Rewrite, readFrames, writeFrames } from './rewrite.ts';
import type { SampleSpec, Vantage } from './scenario.ts';
import { type Sources, settle, type Truth } from './truth.ts';

/** One recorded capture and what the kernel and the boxes say of each RST in it. */
export interface Take {
  /** Name of the sample, or the vantage when the scenario keeps no sample of it. */
  readonly id: string;
  readonly at: Vantage;
  readonly spec?: SampleSpec;
  readonly file: string;
  readonly resets: readonly WireReset[];
  readonly truths: readonly Truth[];
}

/** Whether a sample is what the usual recording of its vantage holds. */
export function isUsual({ point, late, rewrite }: SampleSpec): boolean {
  return point === undefined && late !== true && rewrite === undefined;
}

/** Settles the truth of a recording, then rewrites it if its sample wants that. */
export function takeOf(file: string, { spec, ...take }: Pick<Take, 'id' | 'at' | 'spec'>, sources: Sources): Take {
  const recorded = settle(listResets(readFileSync(file)), sources);
  const truths = spec?.rewrite === undefined ? recorded : rewritten(file, recorded, spec.rewrite);
  return { ...take, ...(spec && { spec }), file, resets: listResets(readFileSync(file)), truths };
}

/** Rewrites a recording in place; each frame keeps the truth of the one it was made of. */
function rewritten(file: string, truths: readonly Truth[], rewrite: Rewrite): Truth[] {
  const recording = readFileSync(file);
  const truthOf = new Map(listResets(recording).map(({ frame }, index) => [frame, truths[index]]));
  const frames = rewrite(readFrames(recording));
  writeFileSync(file, writeFrames(recording, frames));
  return frames.flatMap(({ from }) => truthOf.get(from) ?? []);
}
