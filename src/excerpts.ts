/** Joins what pack/ cites with the copying of captures: an analysis → a capture of the packets that it cites, and what that still shows. */
import { createHash } from 'node:crypto';
import { analyzeBothEnds } from './both-ends.ts';
import { runWith } from './model/capture-summary.ts';
import { WhyrstError } from './model/errors.ts';
import type { ExcerptEntry } from './model/excerpt.ts';
import type { Analysis, Vantage } from './model/verdict.ts';
import { catalogueFor, type TextFolders } from './narrative/catalogue-files.ts';
import { citationNote, excerptNote } from './narrative/excerpt-text.ts';
import { plainVoice } from './narrative/plain-text.ts';
import { citedPackets, excerptRuns } from './pack/citations.ts';
import { type Disagreement, disagreements, type Outcome, outcomesOf } from './pack/outcomes.ts';
import { analyze } from './pipeline.ts';
import { type RewriteOptions, rewriteCapture } from './rewrite.ts';
import type { CaptureInput } from './segments.ts';

export interface ExcerptOptions extends Pick<RewriteOptions, 'redactionKey' | 'withoutPayload'> {
  /** Comments are written in each of them. */
  readonly languages: readonly string[];
  /** Texts of a user. */
  readonly folders?: TextFolders;
  /** That of the analysis, for the excerpt is analysed as well. */
  readonly vantage?: Vantage;
}

/** The cited packets of one capture of an analysis, as pcapng. */
export interface Excerpt extends ExcerptEntry {
  readonly bytes: Uint8Array;
}

/**
 * Reads the captures of an analysis once more, one input for each, copies what it cites, and analyses that. Throws WhyrstError when a
 * capture is no longer the one that was analysed.
 */
export async function excerptsOf(
  analysis: Analysis,
  inputs: readonly CaptureInput[],
  options: ExcerptOptions,
): Promise<readonly Excerpt[]> {
  const copies: Omit<Excerpt, 'differs'>[] = [];
  for (const [capture, input] of inputs.entries()) copies.push(await copyCited(analysis, capture, input, options));
  const open = await checkExcerpts(outcomesOf(analysis), copies, options.vantage);
  return copies.map((copy) => {
    const own = open.filter(({ expected }) => expected.capture === copy.capture);
    return { ...copy, differs: own.map(({ expected }) => expected.id) };
  });
}

async function copyCited(
  analysis: Analysis,
  capture: number,
  input: CaptureInput,
  { languages, folders, redactionKey, withoutPayload = false }: ExcerptOptions,
): Promise<Omit<Excerpt, 'differs'>> {
  const analysed = analysis.captures[capture];
  if (analysed === undefined) throw new Error(`there is no capture ${capture}`);
  const cited = citedPackets(analysis, capture);
  const runs = excerptRuns(cited.keys());
  const voices = languages.map((language) => plainVoice(catalogueFor(language, folders)));
  const changed = redactionKey !== undefined ? 'redacted' : withoutPayload ? 'payload' : 'nothing';
  const facts = { capture: analysed, packets: cited.size, runs, changed } as const;
  const pieces: Uint8Array[] = [];
  const { summary } = await rewriteCapture(input, (bytes) => pieces.push(bytes), {
    ...(redactionKey === undefined ? {} : { redactionKey }),
    withoutPayload,
    comment: voices.map((voice) => excerptNote(facts, voice)).join('\n'),
    excerpt: {
      packets: cited.size,
      of: analysed.packets,
      noteOf: (frame) => {
        const packet = cited.get(frame);
        return packet === undefined ? null : voices.map((voice) => citationNote(frame, packet, voice)).join('\n');
      },
    },
  });
  if (summary.sha256 !== analysed.sha256) throw new WhyrstError('capture/changed', { path: [input].flat().join(', ') });
  const bytes = Buffer.concat(pieces);
  return { capture, bytes, sha256: createHash('sha256').update(bytes).digest('hex'), packets: cited.size, runs };
}

/** An excerpt as far as an analysis of it needs to know. */
export type FoundExcerpt = Pick<Excerpt, 'capture' | 'bytes' | 'runs'>;

/** Analyses the excerpt of one capture, or those of both ends, and says which verdicts cannot be told from them alone. */
export async function checkExcerpts(
  expected: readonly Outcome[],
  excerpts: readonly FoundExcerpt[],
  vantage?: Vantage,
): Promise<readonly Disagreement[]> {
  const nameOf = ({ capture }: FoundExcerpt): string => `excerpt-${capture}`;
  const memory = new Map(excerpts.map((excerpt) => [nameOf(excerpt), excerpt.bytes]));
  const [first, second] = excerpts.map(nameOf);
  if (first === undefined) return [];
  const analysis =
    second === undefined
      ? await analyze(first, { memory, ...(vantage === undefined ? {} : { vantage }) })
      : await analyzeBothEnds(first, second, { memory });
  const found = outcomesOf(analysis).map((outcome) => ({ ...outcome, frame: originalOf(outcome, excerpts) }));
  return disagreements(expected, found);
}

/** The frame of the whole capture that a frame of an excerpt was. */
function originalOf({ capture, frame }: Outcome, excerpts: readonly FoundExcerpt[]): number {
  const { runs = [] } = excerpts.find((excerpt) => excerpt.capture === capture) ?? {};
  const run = runWith(runs, frame, 'own');
  return run === undefined ? 0 : run.first + frame - run.own;
}
