import type { Bearing, Cause } from '../model/cause.ts';
import type { Evidence } from '../model/evidence.ts';
import type { SharedSign } from '../model/shared-signs.ts';
import type { ReadSign } from '../model/verdict.ts';

/** How far one sign moves a cause. The only place where bearings become numbers. */
const MOVES: Readonly<Record<Bearing, { readonly seen: number; readonly absent: number }>> = {
  required: { seen: 3, absent: 0 },
  decisive: { seen: 4, absent: 0 },
  strong: { seen: 3, absent: -1 },
  weak: { seen: 1, absent: 0 },
  against: { seen: -3, absent: 0 },
  excludes: { seen: 0, absent: 0 },
};

/** One cause held against the evidence. */
export interface Weighed {
  readonly cause: Cause;
  readonly signs: readonly ReadSign[];
  readonly score: number;
  /** How many required signs were seen, before the score: a ruled-out cause with many is the tempting one. */
  readonly temptation: number;
  /** The required sign that is absent, or the excluding one that was seen; null when the cause stands. */
  readonly ruledOutBy: string | null;
  /** Every required sign was seen. */
  readonly complete: boolean;
  /** Every sign of the cause's proof was seen. */
  readonly proven: boolean;
}

/** A sign of a cause with each outcome. Without facts it is the same for every RST, and there is one of it. */
type SignEntry = Readonly<Record<ReadSign['outcome'], ReadSign>>;

const entries = new WeakMap<Cause, readonly SignEntry[]>();

function entriesOf(cause: Cause): readonly SignEntry[] {
  const known = entries.get(cause);
  if (known !== undefined) return known;
  const made = Object.entries(cause.signs).map(([sign, { bearing, facts: shape }]): SignEntry => {
    const read = (outcome: ReadSign['outcome']): ReadSign => ({ sign, bearing, outcome, shape, facts: {} });
    return { seen: read('seen'), absent: read('absent'), unseen: read('unseen') };
  });
  entries.set(cause, made);
  return made;
}

/** Reads all signs of a cause and adds them up. */
export function weigh(cause: Cause, evidence: Evidence): Weighed {
  const own = cause.read(evidence);
  const signs = entriesOf(cause).map((entry): ReadSign => {
    const { sign } = entry.seen;
    const reading = own[sign] ?? evidence.ready[sign as SharedSign];
    return reading === 'absent' || reading === 'unseen' ? entry[reading] : { ...entry.seen, facts: reading };
  });
  const ruledOutBy = signs.find(rulesOut)?.sign ?? null;
  const required = signs.filter(({ bearing }) => bearing === 'required');
  const complete = required.every(({ outcome }) => outcome === 'seen');
  const score = signs.reduce((sum, { bearing, outcome }) => {
    return sum + (outcome === 'unseen' ? 0 : MOVES[bearing as Bearing][outcome]);
  }, 0);
  return {
    cause,
    signs,
    score,
    temptation: 10 * required.filter(({ outcome }) => outcome === 'seen').length + score,
    ruledOutBy,
    complete,
    proven: ruledOutBy === null && complete && cause.proof?.signs.every((sign) => isSeen(signs, sign)) === true,
  };
}

function isSeen(signs: readonly ReadSign[], name: string): boolean {
  return signs.some(({ sign, outcome }) => sign === name && outcome === 'seen');
}

function rulesOut({ bearing, outcome }: ReadSign): boolean {
  return (bearing === 'required' && outcome === 'absent') || (bearing === 'excludes' && outcome === 'seen');
}
