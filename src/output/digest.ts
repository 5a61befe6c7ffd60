/** What an overview of several captures needs of each analysis. */
import type { CaptureDigest, FindingDigest } from '../model/overview.ts';
import { nanosecondsOf } from '../model/time.ts';
import type { Analysis, Verdict } from '../model/verdict.ts';

const NS_PER_MINUTE = 60_000_000_000n;
const NS_PER_MS = 1_000_000n;

/** Sums up an analysis as plain data. */
export function digestOf({ captures, verdicts, findings, connections }: Analysis): CaptureDigest {
  const starts = captures.flatMap(({ startNs }) => (startNs === null ? [] : [Number(startNs / NS_PER_MS)]));
  const ends = captures.flatMap(({ endNs }) => (endNs === null ? [] : [Number(endNs / NS_PER_MS)]));
  const counted = verdicts.filter(({ sameAs }) => sameAs === null);
  const byFinding = groupsOf(counted);
  return {
    sha256: captures.map(({ sha256 }) => sha256),
    packets: captures.reduce((sum, { packets }) => sum + packets, 0),
    connections,
    resets: counted.length,
    complete: captures.every(({ complete }) => complete),
    startMs: starts.length === 0 ? null : Math.min(...starts),
    endMs: ends.length === 0 ? null : Math.max(...ends),
    findings: findings.map(
      ({ id, fingerprint, cause, confidence, impact, service, connections: hit }): FindingDigest => {
        const members = byFinding.get(id) ?? [];
        const minutes = minutesOf(members, captures);
        return { fingerprint, cause, confidence, impact, service, resets: members.length, connections: hit, minutes };
      },
    ),
  };
}

function groupsOf(verdicts: readonly Verdict[]): ReadonlyMap<string, readonly Verdict[]> {
  const groups = new Map<string, Verdict[]>();
  for (const verdict of verdicts) {
    const group = groups.get(verdict.finding);
    if (group === undefined) groups.set(verdict.finding, [verdict]);
    else group.push(verdict);
  }
  return groups;
}

/** RSTs counted minute by minute: enough for a figure over days, and bounded by the length of the capture. */
function minutesOf(verdicts: readonly Verdict[], captures: Analysis['captures']): FindingDigest['minutes'] {
  const counts = new Map<number, number>();
  for (const { capture, reset } of verdicts) {
    const zeroNs = captures[capture]?.zeroNs ?? 0n;
    const minute = Number((zeroNs + nanosecondsOf(reset.timeUs)) / NS_PER_MINUTE);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b);
}
