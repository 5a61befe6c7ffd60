/** RSTs whose judgement follows from another one: second sights of a packet, echoes, and the rest of a burst. */
import type { Neighbours } from '../model/evidence.ts';
import type { Verdict } from '../model/verdict.ts';

export type Draft = Omit<Verdict, 'finding'>;

/** A copy is judged as its original, an echo comes from where the first RST came from, a burst is one event. */
export function followOriginals(drafts: readonly Draft[], neighbours: readonly Neighbours[]): Draft[] {
  const byId = new Map<string, Draft>();
  const byFrame = new Map<number, Draft>();
  const firstOf = new Map<string, Draft>();
  return drafts.map((draft, index) => {
    const original = draft.sameAs === null ? undefined : byId.get(draft.sameAs);
    const stream = `${draft.connection}|${draft.sender}`;
    const earlier = firstOf.get(stream);
    const begun =
      original === undefined ? beginningOf(draft, neighbours[index], { byFrame, firstOf, stream }) : undefined;
    const judged = original === undefined ? followFirst(draft, earlier, begun) : asCopy(draft, original);
    byId.set(judged.id, judged);
    byFrame.set(judged.reset.frame, judged);
    if (earlier === undefined) firstOf.set(stream, judged);
    if (!firstOf.has(draft.connection)) firstOf.set(draft.connection, judged);
    return judged;
  });
}

interface Earlier {
  readonly byFrame: ReadonlyMap<number, Draft>;
  readonly firstOf: ReadonlyMap<string, Draft>;
  readonly stream: string;
}

/** The RST that began the event: of an echo the first one, of a burst its first, of a pair to both ends the earlier. */
function beginningOf(
  draft: Draft,
  neighbours: Neighbours | undefined,
  { byFrame, firstOf, stream }: Earlier,
): Draft | undefined {
  if (draft.cause === 'segment-after-reset') return firstOf.get(stream) ?? firstOf.get(draft.connection);
  if (neighbours === undefined) return undefined;
  const { burstFirst, bothEnds } = neighbours;
  const first = burstFirst === null ? undefined : byFrame.get(burstFirst.frame);
  if (first !== undefined && (first.cause === draft.cause || isLeftOver(draft, first))) return first;
  const other = bothEnds !== null && bothEnds < draft.reset.frame ? byFrame.get(bothEnds) : undefined;
  return other?.cause === draft.cause ? other : undefined;
}

/** The same RST again, with no segment left that it could answer: its trigger was lost or merged with another. */
function isLeftOver({ cause, reset }: Draft, first: Draft): boolean {
  return cause === 'undetermined' && reset.seq === first.reset.seq && reset.flags === first.reset.flags;
}

/** The same packet a router further on: another TTL must not make another verdict. */
export function asCopy({ id, sameAs, reset, fields, connection, common, timeline }: Draft, original: Draft): Draft {
  return { ...original, id, sameAs, reset, fields, connection, common, timeline };
}

/** What a box began, the box went on with: such an echo does not show that the host had forgotten the connection. */
function followFirst(draft: Draft, first: Draft | undefined, begun: Draft | undefined): Draft {
  const follows = begun === undefined ? null : (begun.follows ?? begun.id);
  const impact = follows !== null && draft.cause === 'undetermined' ? 'benign' : draft.impact;
  if (draft.cause !== 'segment-after-reset' || first === undefined || first.origin.value === 'endpoint') {
    return { ...draft, follows, impact };
  }
  const isProven = draft.confidence === 'proven';
  return {
    ...draft,
    follows,
    origin: { ...first.origin, confidence: first.origin.confidence === 'proven' ? 'likely' : first.origin.confidence },
    confidence: isProven ? 'likely' : draft.confidence,
    proof: null,
    limit: isProven ? 'builderOdd' : draft.limit,
  };
}
