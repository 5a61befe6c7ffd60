/** Ranks the causes for one RST. The order in which causes are given does not matter. */
import type { Cause } from '../model/cause.ts';
import type { CauseId } from '../model/cause-ids.ts';
import { isInserted, NOT_SENT } from '../model/crossing.ts';
import type { Evidence } from '../model/evidence.ts';
import { OPT_INCOMPLETE, OPT_TIMESTAMPS } from '../model/segment.ts';
import type { Stack } from '../model/verdict.ts';
import { confidenceOf, type Judged } from './confidence.ts';
import { type Weighed, weigh } from './weigh.ts';

/** A cause whose signs do not add up to more than this explains nothing. */
const LOWEST_SCORE = 1;
/** Stacks without ss -K and connect(AF_UNSPEC). */
const NOT_LINUX: readonly Stack[] = ['windows', 'bsd', 'lwip'];
const ALTERNATIVES = 3;
const RULED_OUT = 6;

export interface Decision {
  /** The cause, or null: undetermined. */
  readonly best: Weighed | null;
  readonly judged: Judged;
  readonly tied: readonly CauseId[];
  readonly alternatives: readonly Weighed[];
  readonly ruledOut: readonly Weighed[];
}

export function decide(causes: readonly Cause[], evidence: Evidence): Decision {
  const weighed = causes.map((cause) => crossed(weigh(cause, evidence), evidence));
  const standing = weighed.filter(({ ruledOutBy }) => ruledOutBy === null).sort(byRank);
  const ruledOut = weighed
    .filter(({ ruledOutBy }) => ruledOutBy !== null)
    .sort((a, b) => b.temptation - a.temptation || compareIds(a, b))
    .slice(0, RULED_OUT);
  const first = standing.find((one) => explains(one, evidence)) ?? null;
  const tied = first === null || first.proven ? [] : tiesOf(first, weighed, evidence);
  const judged = first === null ? nothing(evidence) : confidenceOf(first, tied, evidence);
  if (first === null || judged.confidence === 'undetermined') {
    const nearest = first === null ? standing : [first, ...standing.filter((other) => other !== first)];
    return { best: null, judged, tied: [], alternatives: nearest.slice(0, ALTERNATIVES), ruledOut };
  }
  const alternatives = standing
    .filter((other) => other !== first && !tied.includes(other.cause.id))
    .slice(0, ALTERNATIVES);
  return { best: first, judged, tied, alternatives, ruledOut };
}

/** What came in between the two captures is the doing of a box, whatever else it looks like. */
function crossed(weighed: Weighed, { crossing }: Evidence): Weighed {
  const isOut = isInserted(crossing) && weighed.cause.origin !== 'middlebox' && weighed.ruledOutBy === null;
  return isOut ? { ...weighed, ruledOutBy: NOT_SENT, proven: false } : weighed;
}

function nothing({ visibility }: Evidence): Judged {
  return { confidence: 'undetermined', limit: visibility.receiver ? 'unseenSign' : 'oneSided' };
}

/**
 * All required signs were seen. Where one direction is missing, some cannot be: then one required sign and one more that
 * speaks for the cause must be there.
 */
function explains({ complete, score, signs }: Weighed, { visibility }: Evidence): boolean {
  if (score <= LOWEST_SCORE) return false;
  if (complete || visibility.receiver) return complete;
  const seen = signs.filter(({ outcome, bearing }) => outcome === 'seen' && bearing !== 'against');
  return seen.some(({ bearing }) => bearing === 'required') && seen.length > 1;
}

/** The look-alikes that the cause names, without those whose own signs rule them out here. */
function tiesOf(best: Weighed, weighed: readonly Weighed[], evidence: Evidence): CauseId[] {
  const out = new Set(weighed.filter(({ ruledOutBy }) => ruledOutBy !== null).map(({ cause }) => cause.id));
  const { id: own } = best.cause;
  const named = best.cause.sameTrace(evidence).filter((id) => !out.has(id));
  if (mayBeLinux(evidence) || !named.some(isLinuxOnly)) return named;
  const others = named.filter((id) => !isLinuxOnly(id));
  // Windows resets the connections of a process that ends.
  return evidence.stack === 'windows' && own !== 'process-killed' ? [...others, 'process-killed'] : others;
}

/** A socket of Linux writes the time stamps that were negotiated into its RST (tcp_send_active_reset). */
function mayBeLinux({ stack, sender, reset }: Evidence): boolean {
  const lacksStamps = sender.timestamps === true && (reset.options & (OPT_TIMESTAMPS | OPT_INCOMPLETE)) === 0;
  return !NOT_LINUX.includes(stack) && !lacksStamps;
}

function isLinuxOnly(id: CauseId): boolean {
  return id === 'admin-kill' || id === 'disconnect-unspec';
}

/** Proofs first, then complete causes, then reasons before mechanisms, then the score; the id settles the rest. */
function byRank(a: Weighed, b: Weighed): number {
  return (
    Number(b.proven) - Number(a.proven) ||
    Number(b.complete) - Number(a.complete) ||
    Number(b.cause.level === 'reason') - Number(a.cause.level === 'reason') ||
    b.score - a.score ||
    compareIds(a, b)
  );
}

function compareIds(a: Weighed, b: Weighed): number {
  return a.cause.id < b.cause.id ? -1 : 1;
}
