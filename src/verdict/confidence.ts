/** Who may award which word. `proven` only by a pattern of the closed list, `likely` by the vantage's cap or a decisive sign. */
import type { Cap } from '../model/cause.ts';
import type { CauseId } from '../model/cause-ids.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Limit } from '../model/story-keys.ts';
import type { Confidence, Vantage } from '../model/verdict.ts';
import type { Weighed } from './weigh.ts';

export interface Judged {
  readonly confidence: Confidence;
  readonly limit: Limit | null;
}

/** The confidence of the best cause, and what keeps it from being higher. */
export function confidenceOf(best: Weighed, tied: readonly CauseId[], evidence: Evidence): Judged {
  if (best.proven) return { confidence: 'proven', limit: null };
  if (!best.complete) return { confidence: 'possible', limit: 'oneSided' };
  if (tied.length > 0) return { confidence: 'possible', limit: 'tied' };
  if (best.signs.some(({ bearing, outcome }) => bearing === 'against' && outcome === 'seen')) {
    return { confidence: 'possible', limit: 'weakSigns' };
  }
  const hasty = best.signs.some(({ sign, outcome }) => sign === 'timely' && outcome === 'absent');
  const doubtful = hasty || evidence.builder.confidence === 'undetermined' || evidence.path.dscp === 'cleared';
  if (best.cause.origin === 'endpoint' && doubtful) {
    return { confidence: 'possible', limit: 'builderOdd' };
  }
  if (best.signs.some(({ bearing, outcome }) => bearing === 'decisive' && outcome === 'seen')) {
    return { confidence: 'likely', limit: 'noRule' };
  }
  const vantage = evidence.vantage.value;
  const cap = capAt(best, vantage);
  if (cap === 'high') return { confidence: 'likely', limit: 'noRule' };
  if (cap === 'none') return { confidence: 'undetermined', limit: 'vantage' };
  return { confidence: 'possible', limit: vantage === 'unknown' ? 'vantageUnknown' : 'vantage' };
}

const ORDER: readonly Cap[] = ['none', 'low', 'medium', 'high'];

/** The cap at a vantage; where the vantage is unknown, the lowest of all. */
function capAt({ cause }: Weighed, vantage: Vantage): Cap {
  const { client, server, middle } = cause.caps;
  if (vantage !== 'unknown') return cause.caps[vantage];
  const lowest = Math.min(...[client, server, middle].map((cap) => ORDER.indexOf(cap)));
  return ORDER[lowest] ?? 'none';
}
