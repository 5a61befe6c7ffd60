/** Joins the analysis with packs: what a pack says of itself, and whether it still holds. */
import { createHash } from 'node:crypto';
import { analyzeBothEnds } from './both-ends.ts';
import { causes } from './causes/index.ts';
import { checkExcerpts } from './excerpts.ts';
import type { Manifest, PackedFile, PackedOptions } from './model/pack.ts';
import { MANIFEST, PACK_SCHEMA_ID } from './model/pack.ts';
import type { Analysis } from './model/verdict.ts';
import { packToJson } from './output/pack-json.ts';
import { type CheckedFile, checkFiles } from './pack/check-files.ts';
import { type Disagreement, disagreements, outcomesOf } from './pack/outcomes.ts';
import { type ReadAnalysis, readAnalysis, readManifest } from './pack/read-pack.ts';
import { readZip, type ZipBounds, type ZipFile } from './pack/zip-reader.ts';
import { analyze } from './pipeline.ts';
import { version } from './version.ts';

export type { CheckedFile, FileState } from './pack/check-files.ts';
export type { Disagreement, Outcome } from './pack/outcomes.ts';
export { entryName, type WrittenEntry, ZipWriter } from './pack/zip-writer.ts';

/** Far more than a pack of whyrst holds, and no more than a machine bears: files, and bytes. */
export const PACK_BOUNDS: ZipBounds = { files: 100, file: 512 * 1024 * 1024, total: 1024 * 1024 * 1024 };

/** The rules that judge here: what each cause declares. Code that reads the signs changes with the version of the program. */
export function ruleSet(): Manifest['rules'] {
  const declared = causes.map(({ id, origin, impact, level, caps, signs, proof, sources }) => {
    return { id, origin, impact, level, caps, signs, proof, sources };
  });
  declared.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { causes: causes.length, sha256: createHash('sha256').update(JSON.stringify(declared)).digest('hex') };
}

/** The manifest of a pack as JSON. */
export function tellManifest(
  { tool, captures }: Analysis,
  files: readonly PackedFile[],
  options: PackedOptions,
  isRedacted: boolean,
): string {
  const filterHidden = isRedacted && options.filter !== null;
  return packToJson({
    schema: PACK_SCHEMA_ID,
    tool,
    rules: ruleSet(),
    sources: captures.map(({ name, role, bytes, packets, sha256, parts = [] }) => {
      return { name, role, bytes, packets, sha256, files: Math.max(1, parts.length) };
    }),
    options: filterHidden ? { ...options, filter: null } : options,
    redaction: { redacted: isRedacted, filterHidden },
    files,
  });
}

/** What a pack turned out to be. */
export interface CheckedPack {
  readonly manifest: Manifest;
  readonly files: readonly CheckedFile[];
  /** Whether the same version with the same rules made it. */
  readonly sameRules: boolean;
  /** null where the analysis or the evidence in the pack cannot be relied on. */
  readonly evidence: CheckedEvidence | null;
  /** The analysis in the pack; null likewise. */
  readonly analysis: ReadAnalysis | null;
}

/** The evidence capture by itself, against the analysis in the pack. */
export interface CheckedEvidence {
  readonly resets: number;
  /** Verdicts that need the whole capture, as the pack says itself. */
  readonly open: readonly string[];
  /** Verdicts that should hold and do not. */
  readonly broken: readonly Disagreement[];
}

/** Checks a pack by itself; null: these bytes are no pack, or it has no manifest. */
export async function checkPack(bytes: Uint8Array): Promise<CheckedPack | null> {
  const found = readZip(bytes, PACK_BOUNDS);
  const manifestBytes = found === null ? null : contentOf(found, MANIFEST);
  const manifest = manifestBytes === null ? null : readManifest(manifestBytes);
  if (found === null || manifest === null) return null;
  const files = checkFiles(manifest, found);
  const sound = new Set(files.filter(({ state }) => state === 'same').map(({ name }) => name));
  const ofKind = (kind: PackedFile['kind']): readonly PackedFile[] =>
    manifest.files.filter((file) => file.kind === kind);
  const [json] = ofKind('analysis').filter(({ name }) => sound.has(name));
  const jsonBytes = json === undefined ? null : contentOf(found, json.name);
  const analysis = jsonBytes === null ? null : readAnalysis(jsonBytes);
  const excerpts = ofKind('evidence').flatMap(({ name, sha256 }) => {
    const content = sound.has(name) ? contentOf(found, name) : null;
    const entry = analysis?.excerpts.find((each) => each.sha256 === sha256);
    return content === null || entry === undefined ? [] : [{ ...entry, bytes: content }];
  });
  const rules = ruleSet();
  return {
    manifest,
    files,
    sameRules: manifest.tool.version === version && manifest.rules.sha256 === rules.sha256,
    analysis,
    evidence:
      analysis === null || excerpts.length !== manifest.sources.length
        ? null
        : await checkEvidence(analysis, excerpts, manifest),
  };
}

async function checkEvidence(
  { outcomes }: ReadAnalysis,
  excerpts: readonly (ReadAnalysis['excerpts'][number] & { readonly bytes: Uint8Array })[],
  { options: { vantage } }: Manifest,
): Promise<CheckedEvidence> {
  const open = new Set(excerpts.flatMap(({ differs }) => differs));
  const found = await checkExcerpts(outcomes, excerpts, vantage ?? undefined);
  return {
    resets: outcomes.length,
    open: outcomes.filter(({ id }) => open.has(id)).map(({ id }) => id),
    broken: found.filter(({ expected }) => !open.has(expected.id)),
  };
}

function contentOf(found: readonly ZipFile[], name: string): Uint8Array | null {
  const file = found.find((each) => each.name === name);
  return file !== undefined && 'content' in file ? file.content : null;
}

/** How a pack fares beside the captures that it was made of. */
export interface CheckedSources {
  /** Whether they are these captures, one for each source. */
  readonly same: readonly boolean[];
  readonly differing: readonly Disagreement[];
}

/** Analyses captures as those of the pack were: one, several that are one, or one of each end. Throws WhyrstError as `analyze` does. */
export async function checkSources(
  paths: readonly string[],
  { manifest: { sources, options } }: CheckedPack,
  { outcomes }: ReadAnalysis,
  { filter, redactionKey }: { readonly filter?: string; readonly redactionKey?: Uint8Array },
): Promise<CheckedSources> {
  const asked = filter ?? options.filter;
  const reading = {
    timeZone: options.timeZone,
    ...(options.vantage === null ? {} : { vantage: options.vantage }),
    ...(asked === null ? {} : { filter: asked }),
    ...(options.from === null ? {} : { from: options.from }),
    ...(options.to === null ? {} : { to: options.to }),
    ...(redactionKey === undefined ? {} : { redactionKey }),
  };
  const [first = '', second = ''] = paths;
  const analysis =
    sources.length === 2
      ? await analyzeBothEnds(first, second, reading)
      : await analyze(paths.length === 1 ? first : paths, reading);
  return {
    same: sources.map(({ sha256 }, index) => analysis.captures[index]?.sha256 === sha256),
    differing: disagreements(outcomes, outcomesOf(analysis)),
  };
}
