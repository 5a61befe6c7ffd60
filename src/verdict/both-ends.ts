/** Puts the verdicts of two captures of the same connections into one list: a RST that both hold is one RST. */
import { greatest, least } from '../model/extremes.ts';
import type { Finding, Verdict } from '../model/verdict.ts';
import { asCopy, type Draft, drafted } from './draft.ts';
import { findingsOf } from './findings.ts';

/** The verdicts of one end. */
export interface End {
  readonly role: 'client' | 'server';
  readonly drafts: readonly Draft[];
  /** Connections of that capture; ids of the second capture follow those of the first. */
  readonly connections: number;
  /** Microseconds from the zero of the first capture to that of this one. */
  readonly zeroUs: number;
}

/** Joins both ends; of a RST that both hold, what its sender's end says counts. */
export function joinEnds(ends: readonly [End, End]): {
  readonly verdicts: readonly Verdict[];
  readonly findings: readonly Finding[];
} {
  const [first, second] = ends;
  const renamed = [
    ...first.drafts,
    ...second.drafts.map((draft) => renumbered(draft, first.drafts.length, first.connections)),
  ];
  const inOrder = joinCopies(renamed, ends);
  const { findings, findingOf } = findingsOf([
    ...inOrder.filter(({ sameAs }) => sameAs === null),
    ...inOrder.filter(({ sameAs }) => sameAs !== null),
  ]);
  return {
    verdicts: inOrder.map((draft) => drafted(draft, findingOf(draft))),
    findings: findings.map((finding) => timed(finding, inOrder, ends)),
  };
}

function renumbered(draft: Draft, resets: number, connections: number): Draft {
  const moved = (id: string | null): string | null => (id === null ? null : `r${Number(id.slice(1)) + resets}`);
  return {
    ...draft,
    capture: 1,
    id: moved(draft.id) ?? '',
    sameAs: moved(draft.sameAs),
    follows: moved(draft.follows),
    connection: `c${Number(draft.connection.slice(1)) + connections}`,
  };
}

/** Marks one of each pair as the other's copy. */
function joinCopies(drafts: readonly Draft[], ends: readonly [End, End]): readonly Draft[] {
  const at = new Map(drafts.map((draft) => [`${draft.capture} ${draft.reset.frame}`, draft]));
  return drafts.map((draft) => {
    const { crossing, capture, reset } = draft;
    if (crossing === null || draft.sameAs !== null) return draft;
    if (crossing.fate !== 'passed' && crossing.fate !== 'rewritten') return draft;
    // The end that it was sent from judges it.
    const isOwn = ends[capture === 0 ? 0 : 1].role === reset.from;
    const other = at.get(`${1 - capture} ${crossing.otherFrame}`);
    if (isOwn || other === undefined || other.sameAs !== null || other.crossing?.fate === 'inserted') return draft;
    return { ...asCopy({ ...draft, sameAs: other.id }, other), capture, crossing };
  });
}

/** The span of a finding on the clock of the first capture. */
function timed(finding: Finding, verdicts: readonly Draft[], ends: readonly [End, End]): Finding {
  const ids = new Set(finding.resets);
  const times = verdicts
    .filter(({ id, sameAs }) => sameAs === null && ids.has(id))
    .map(({ reset, capture }) => reset.timeUs + ends[capture === 0 ? 0 : 1].zeroUs);
  return { ...finding, firstUs: least(times), lastUs: greatest(times) };
}
