/** RSTs whose judgement follows from another one: second sights of a packet, echoes, and the rest of a burst. */
import type { Neighbours } from '../model/evidence.ts';
import { asCopy, type Draft } from './draft.ts';

/** The first RST of a connection, and the first that carries the address of each side. */
interface First {
  readonly any: Draft;
  client?: Draft;
  server?: Draft;
}

/** A copy is judged as its original, an echo comes from where the first RST came from, a burst is one event. */
export class Sequels {
  readonly #byId = new Map<string, Draft>();
  readonly #byFrame = new Map<number, Draft>();
  readonly #firstOf = new Map<string, First>();

  /** Takes the next verdict, in the order of frames, and gives what it becomes beside those before it. */
  follow(draft: Draft, neighbours: Neighbours): Draft {
    const original = draft.sameAs === null ? undefined : this.#byId.get(draft.sameAs);
    const earlier = this.#firstOf.get(draft.connection);
    const judged =
      original === undefined
        ? followFirst(draft, earlier?.[draft.sender], this.#beginningOf(draft, neighbours))
        : asCopy(draft, original);
    this.#byId.set(judged.id, judged);
    this.#byFrame.set(judged.reset.frame, judged);
    const first = earlier ?? { any: judged };
    first[draft.sender] ??= judged;
    if (earlier === undefined) this.#firstOf.set(draft.connection, first);
    return judged;
  }

  /** The RST that began the event: of an echo the first one, of a burst its first, of a pair to both ends the earlier. */
  #beginningOf(draft: Draft, { burstFirst, bothEnds }: Neighbours): Draft | undefined {
    if (draft.cause === 'segment-after-reset') {
      const first = this.#firstOf.get(draft.connection);
      return first?.[draft.sender] ?? first?.any;
    }
    const first = burstFirst === null ? undefined : this.#byFrame.get(burstFirst);
    if (first !== undefined && (first.cause === draft.cause || isLeftOver(draft, first))) return first;
    const other = bothEnds !== null && bothEnds < draft.reset.frame ? this.#byFrame.get(bothEnds) : undefined;
    return other?.cause === draft.cause ? other : undefined;
  }
}

/** The same RST again, with no segment left that it could answer: its trigger was lost or merged with another. */
function isLeftOver({ cause, reset }: Draft, first: Draft): boolean {
  return cause === 'undetermined' && reset.seq === first.reset.seq && reset.flags === first.reset.flags;
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
