import { readFileSync, statSync } from 'node:fs';
import {
  type CheckedEvidence,
  type CheckedPack,
  type CheckedSources,
  checkPack,
  checkSources,
  type Disagreement,
  type FileState,
  type Outcome,
  PACK_BOUNDS,
  uiText,
} from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { readKey } from '../redaction-key.ts';
import type { CommonFlags, Session } from '../session.ts';

interface VerifyFlags extends CommonFlags {
  readonly redactKey?: string;
  readonly filter?: string;
}

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** `whyrst verify PACK [CAPTURE...]`: whether the files are those of the manifest, and whether the verdicts come out again. */
export async function verifyPack(
  path: string,
  captures: readonly string[],
  flags: VerifyFlags,
  session: Session,
): Promise<void> {
  const { terminal, language } = session;
  const pack = await checkPack(bytesOf(path));
  if (pack === null) throw new WhyrstError('pack/unreadable', { path });
  demandCaptures(captures, pack);
  const say: Say = (key, values = {}) => uiText(language, key, values);
  const sources = captures.length === 0 ? null : await sourcesOf(captures, pack, flags);
  const good = [...madeBy(pack, say)];
  const bad: string[] = [];
  for (const { name, state } of pack.files) {
    if (state === 'same') good.push(say(STATES.same, { name }));
    else bad.push(say(STATES[state], { name }));
  }
  tellEvidence(pack.evidence, good, bad, say);
  if (captures.length > 0) tellSources(sources, captures, pack, { good, bad, say });
  const found = bad.map((line) => `! ${line}`);
  const last = bad.length === 0 ? say('cli.verify.sound') : say('cli.verify.unsound', { problems: bad.length });
  await terminal.print([`${[...(flags.quiet === true ? [] : good), ...found, last].join('\n')}\n`]);
  if (bad.length > 0) session.exitCode = exitCodes.unverified;
}

const STATES = {
  same: 'cli.verify.same',
  changed: 'cli.verify.changed',
  missing: 'cli.verify.missing',
  unlisted: 'cli.verify.unlisted',
  unsafeName: 'cli.verify.unsafeName',
  twice: 'cli.verify.twice',
  link: 'cli.verify.link',
  unreadable: 'cli.verify.unreadable',
  tooLarge: 'cli.verify.tooLarge',
  damaged: 'cli.verify.damaged',
} as const satisfies Record<FileState, string>;

/** The bytes of a file that may be a pack; one that is larger than any pack is not read. */
function bytesOf(path: string): Uint8Array {
  try {
    const status = statSync(path);
    if (!status.isFile()) throw new WhyrstError('pack/unreadable', { path });
    if (status.size > PACK_BOUNDS.total) throw new WhyrstError('pack/too-large', { path, bound: PACK_BOUNDS.total });
    return readFileSync(path);
  } catch (error) {
    if (error instanceof WhyrstError) throw error;
    throw new WhyrstError('capture/not-found', { path }, { cause: error });
  }
}

/** As many captures as the pack was made of: the files of a joined one, or one of each end. */
function demandCaptures(captures: readonly string[], { manifest: { sources } }: CheckedPack): void {
  const wanted = sources.length === 2 ? 2 : (sources[0]?.files ?? 1);
  const [more] = captures.slice(wanted);
  if (more !== undefined) throw new WhyrstError('usage/too-many-arguments', { value: more });
  if (captures.length > 0 && captures.length < wanted)
    throw new WhyrstError('usage/missing-argument', { value: '<capture>' });
}

/** Reads the captures as the pack says; null: the analysis in the pack is not to be relied on. */
async function sourcesOf(
  captures: readonly string[],
  pack: CheckedPack,
  { redactKey, filter }: VerifyFlags,
): Promise<CheckedSources | null> {
  if (pack.analysis === null) return null;
  return checkSources(captures, pack, pack.analysis, {
    ...(filter === undefined ? {} : { filter }),
    ...(redactKey === undefined ? {} : { redactionKey: readKey(redactKey) }),
  });
}

function* madeBy({ manifest, sameRules }: CheckedPack, say: Say): Generator<string> {
  const { tool, sources, redaction } = manifest;
  for (const { name, sha256 } of sources) yield say('cli.verify.madeOf', { version: tool.version, name, sha256 });
  if (redaction.redacted) yield say('cli.verify.redacted');
  if (!sameRules) yield say('cli.verify.otherRules');
}

function tellEvidence(evidence: CheckedEvidence | null, good: string[], bad: string[], say: Say): void {
  if (evidence === null) {
    bad.push(say('cli.verify.noEvidence'));
    return;
  }
  const { resets, open, broken } = evidence;
  const held = resets - open.length - broken.length;
  good.push(say('cli.verify.evidence', { held, resets }));
  if (open.length > 0) good.push(say('cli.verify.open', { list: open.join(', ') }));
  bad.push(...broken.map((each) => disagreement(each, 'cli.verify.evidenceDiffers', say)));
}

interface Told {
  readonly good: string[];
  readonly bad: string[];
  readonly say: Say;
}

function tellSources(
  sources: CheckedSources | null,
  captures: readonly string[],
  { manifest, analysis }: CheckedPack,
  { good, bad, say }: Told,
): void {
  if (sources === null || analysis === null) {
    bad.push(say('cli.verify.noAnalysis'));
    return;
  }
  for (const [index, isSame] of sources.same.entries()) {
    const name = sources.same.length === 1 ? captures.join(', ') : (captures[index] ?? '');
    if (isSame) good.push(say('cli.verify.source', { name }));
    else bad.push(say('cli.verify.otherSource', { name }));
  }
  if (manifest.redaction.filterHidden) good.push(say('cli.verify.filterHidden'));
  // Whatever another capture shows is no news.
  if (sources.same.includes(false)) return;
  const resets = analysis.outcomes.length;
  good.push(say('cli.verify.reproduced', { held: resets - sources.differing.length, resets }));
  bad.push(...sources.differing.map((each) => disagreement(each, 'cli.verify.captureDiffers', say)));
}

/** `r3 (frame 16)`, and both verdicts in the words of the JSON. */
function disagreement({ expected, found }: Disagreement, key: string, say: Say): string {
  return say(key, {
    ...{ id: expected.id, frame: String(expected.frame), expected: told(expected) },
    found: found === null ? '—' : told(found),
  });
}

const told = ({ cause, confidence, tied }: Outcome): string => [`${cause} (${confidence})`, ...tied].join(' / ');
