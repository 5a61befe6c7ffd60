/**
 * A capture may hold a million RSTs. Of each verdict only its draft is kept: what findings need, and whoever walks through all of
 * them. The rest is made again from the evidence when somebody asks for it.
 */
import type { List } from '../model/list.ts';
import type { LiveVerdict, TriggerKind, Verdict } from '../model/verdict.ts';

/** Fields of a verdict that are kept. */
const KEPT = {
  id: true,
  capture: true,
  sameAs: true,
  follows: true,
  crossing: true,
  connection: true,
  reset: true,
  sender: true,
  client: true,
  server: true,
  phase: true,
  builder: true,
  origin: true,
  cause: true,
  confidence: true,
  proof: true,
  limit: true,
  impact: true,
} as const satisfies Partial<Record<keyof LiveVerdict, true>>;

/** Fields that are made again. */
const MADE = {
  payload: true,
  payloadLength: true,
  stated: true,
  roles: true,
  vantage: true,
  trigger: true,
  stack: true,
  kernelReasons: true,
  tied: true,
  alternatives: true,
  signs: true,
  ruledOut: true,
  steps: true,
  fields: true,
  timeline: true,
  attempts: true,
  blind: true,
  next: true,
  watchSeconds: true,
  prevention: true,
  common: true,
} as const satisfies Record<Exclude<keyof LiveVerdict, keyof typeof KEPT>, true>;

/** What is kept of a verdict, and where the rest is found. */
export interface Draft extends Pick<LiveVerdict, keyof typeof KEPT> {
  readonly trigger: { readonly kind: TriggerKind } | null;
  /** The verdicts of its capture in full, and its place among them. */
  readonly source: List<LiveVerdict>;
  readonly place: number;
  /** The RST that this is a copy of: it is judged as that one. */
  readonly original: Draft | null;
}

export function draftOf(verdict: LiveVerdict, source: List<LiveVerdict>, place: number): Draft {
  const { trigger } = verdict;
  // Field by field: V8 lays out what a spread makes in three times the memory.
  return {
    id: verdict.id,
    capture: verdict.capture,
    sameAs: verdict.sameAs,
    follows: verdict.follows,
    crossing: verdict.crossing,
    connection: verdict.connection,
    reset: verdict.reset,
    sender: verdict.sender,
    client: verdict.client,
    server: verdict.server,
    phase: verdict.phase,
    builder: verdict.builder,
    origin: verdict.origin,
    cause: verdict.cause,
    confidence: verdict.confidence,
    proof: verdict.proof,
    limit: verdict.limit,
    impact: verdict.impact,
    trigger: trigger === null ? null : { kind: trigger.kind },
    source,
    place,
    original: null,
  };
}

/** The same packet a router further on: another TTL must not make another verdict. */
export function asCopy({ id, sameAs, reset, connection, source, place }: Draft, original: Draft): Draft {
  return { ...original, id, sameAs, reset, connection, source, place, original };
}

/** A verdict in full, which needs no evidence any more. */
export function fullVerdict(draft: Draft): LiveVerdict {
  return { ...drafted(draft, '') };
}

/** A verdict of which only the draft is kept. */
export function drafted(draft: Draft, finding: string): Verdict {
  // The constructor defines every field.
  return new DraftedVerdict(draft, finding) as unknown as Verdict;
}

class DraftedVerdict {
  readonly #draft: Draft;
  readonly finding: string;

  constructor(draft: Draft, finding: string) {
    this.#draft = draft;
    this.finding = finding;
    // Of the object itself, not of its class: so a copy by `{ ...verdict }` is complete.
    Object.defineProperties(this, GETTERS);
  }

  static draftOf(verdict: DraftedVerdict): Draft {
    return verdict.#draft;
  }
}

const GETTERS: PropertyDescriptorMap = {
  ...gettersOf(KEPT, (draft, name) => draft[name]),
  ...gettersOf(MADE, (draft, name) => detailsOf(draft)[name]),
};

function gettersOf<Name extends string>(
  names: Readonly<Record<Name, true>>,
  read: (draft: Draft, name: Name) => unknown,
): PropertyDescriptorMap {
  const getter = (name: Name): PropertyDescriptor => ({
    enumerable: true,
    get(this: DraftedVerdict): unknown {
      return read(DraftedVerdict.draftOf(this), name);
    },
  });
  return Object.fromEntries((Object.keys(names) as Name[]).map((name) => [name, getter(name)]));
}

/** A copy tells its own story of the verdict on the first sight; at the other end it also has a vantage of its own. */
function detailsOf({ source, place, original }: Draft): LiveVerdict {
  const own = source.at(place);
  if (own === undefined) throw new RangeError(`no RST has the place ${place}`);
  if (original === null) return own;
  const judged = detailsOf(original);
  const { fields, common, timeline } = own;
  return { ...judged, fields, common, timeline, vantage: original.source === source ? judged.vantage : own.vantage };
}
