/** Counts over several captures: per cause and per service. Pure numbers, no words. */
import type { FindingDigest, Overview, OverviewEntry } from '../../model/overview.ts';
import type { Confidence } from '../../model/verdict.ts';

/** A capture that was read. */
export interface ReadEntry {
  readonly entry: OverviewEntry;
  readonly digest: Extract<OverviewEntry['result'], { digest: unknown }>['digest'];
}

/** Findings of all captures that share a cause, or a service. */
export interface Group {
  /** Id of the cause, or the service. */
  readonly key: string;
  readonly findings: readonly FindingDigest[];
  /** How many captures show it. */
  readonly captures: number;
  readonly resets: number;
  readonly connections: number;
}

/** The captures that have a report, in their order. */
export function readEntries({ entries }: Overview): readonly ReadEntry[] {
  return entries.flatMap((entry) => ('digest' in entry.result ? [{ entry, digest: entry.result.digest }] : []));
}

/** Groups findings; the one seen in most captures first, then by RSTs, then by name, so that the order is always the same. */
export function groupFindings(read: readonly ReadEntry[], keyOf: (finding: FindingDigest) => string): readonly Group[] {
  const groups = new Map<string, { findings: FindingDigest[]; captures: Set<ReadEntry> }>();
  for (const each of read) {
    for (const finding of each.digest.findings) {
      const group = groups.get(keyOf(finding)) ?? { findings: [], captures: new Set<ReadEntry>() };
      groups.set(keyOf(finding), group);
      group.findings.push(finding);
      group.captures.add(each);
    }
  }
  return [...groups]
    .map(([key, { findings, captures }]) => ({ key, findings, captures: captures.size, ...sums(findings) }))
    .sort((a, b) => b.captures - a.captures || b.resets - a.resets || (a.key < b.key ? -1 : 1));
}

function sums(findings: readonly FindingDigest[]): Pick<Group, 'resets' | 'connections'> {
  return {
    resets: findings.reduce((sum, { resets }) => sum + resets, 0),
    connections: findings.reduce((sum, { connections }) => sum + connections, 0),
  };
}

const CONFIDENCE: readonly Confidence[] = ['proven', 'likely', 'possible', 'undetermined'];

/** RSTs of each confidence that there is, the surest first. */
export function byConfidence(findings: readonly FindingDigest[]): readonly (readonly [Confidence, number])[] {
  return CONFIDENCE.flatMap((confidence) => {
    const { resets } = sums(findings.filter((finding) => finding.confidence === confidence));
    return resets === 0 ? [] : [[confidence, resets] as const];
  });
}
