/** The captures behind an analysis, for whoever has to read them once more. */
import { WhyrstError } from '../model/errors.ts';
import type { Vantage } from '../model/verdict.ts';
import { statOf } from './find-captures.ts';
import { endsFrom } from './read-capture.ts';
import type { CaptureFlags } from './session.ts';
import { vantageFrom } from './values.ts';

/** Plain data: it passes between threads. */
export interface ReportSource {
  /** One for each capture of the analysis: a path, or those of a joined one. */
  readonly inputs: readonly (string | readonly string[])[];
  readonly redactionKey: Uint8Array | undefined;
  readonly vantage: Vantage | undefined;
}

/** What asks for the packets that were cited. */
export const EVIDENCE_FLAG = '--evidence-pcap';

/** Where the packets are; null when they come through a pipe and are gone afterwards, which is an error where something needs them. */
export function sourceOf(
  paths: readonly string[],
  flags: CaptureFlags,
  redactionKey: Uint8Array | undefined,
  neededBy: string | null,
): ReportSource | null {
  const ends = endsFrom(paths, flags);
  const [first = '', second] = paths;
  const inputs = ends !== null ? [ends.client, ends.server] : [second === undefined ? first : paths];
  const piped = inputs.flat().find(isPipe);
  if (piped !== undefined && neededBy !== null) {
    throw new WhyrstError('usage/not-a-file', { option: neededBy, path: piped });
  }
  if (piped !== undefined) return null;
  return { inputs, redactionKey, vantage: vantageFrom(flags.vantage) };
}

/** Of what cannot be looked at, reading says why. */
const isPipe = (path: string): boolean => path === '-' || statOf(path)?.isFile() === false;
