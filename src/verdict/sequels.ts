/** RSTs whose judgement follows from another one: second sights of a packet, and echoes. */
import type { Verdict } from '../model/verdict.ts';

type Draft = Omit<Verdict, 'finding'>;

/** A copy is judged as its original, an echo comes from where the first RST came from. */
export function followOriginals(drafts: readonly Draft[]): Draft[] {
  const byId = new Map<string, Draft>();
  const firstOf = new Map<string, Draft>();
  return drafts.map((draft) => {
    const original = draft.sameAs === null ? undefined : byId.get(draft.sameAs);
    const stream = `${draft.connection}|${draft.sender}`;
    const judged = original === undefined ? followFirst(draft, firstOf.get(stream)) : asCopy(draft, original);
    byId.set(judged.id, judged);
    if (!firstOf.has(stream)) firstOf.set(stream, judged);
    return judged;
  });
}

/** The same packet a router further on: another TTL must not make another verdict. */
function asCopy({ id, sameAs, reset, fields, connection, common, timeline }: Draft, original: Draft): Draft {
  return { ...original, id, sameAs, reset, fields, connection, common, timeline };
}

/** What a box began, the box went on with: such an echo does not show that the host had forgotten the connection. */
function followFirst(draft: Draft, first: Draft | undefined): Draft {
  if (draft.cause !== 'segment-after-reset' || first === undefined) return draft;
  if (first.origin.value === 'endpoint') return draft;
  const isProven = draft.confidence === 'proven';
  return {
    ...draft,
    origin: { ...first.origin, confidence: first.origin.confidence === 'proven' ? 'likely' : first.origin.confidence },
    confidence: isProven ? 'likely' : draft.confidence,
    proof: null,
    limit: isProven ? 'builderOdd' : draft.limit,
  };
}
