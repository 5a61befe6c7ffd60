// What may be said of a RST that was read from printed lines: they lack what decides, or can have been edited.

import type { LiveVerdict, Verdict } from '../model/verdict.ts';

/** Fields that lines printed without -v do not show. */
const NOT_PRINTED = ['ttl', 'ipId', 'dscp', 'dontFragment', 'df', 'flowLabel', 'window'];

/** Limits a verdict: none without the IP header, and at most a possible one with it. */
export function withhold(verdict: LiveVerdict, headersMissing: boolean): LiveVerdict {
  return headersMissing ? undecided(verdict) : atMostPossible(verdict);
}

function atMostPossible(verdict: LiveVerdict): LiveVerdict {
  const { confidence, origin, builder } = verdict;
  if (confidence === 'undetermined') return verdict;
  return {
    ...verdict,
    confidence: 'possible',
    proof: null,
    limit: confidence === 'possible' ? verdict.limit : 'textSource',
    origin: { ...origin, confidence: lowered(origin.confidence) },
    builder: { ...builder, confidence: lowered(builder.confidence) },
    next: verdict.next ?? 'bothEnds',
  };
}

function lowered(confidence: Verdict['confidence']): Verdict['confidence'] {
  return confidence === 'undetermined' ? confidence : 'possible';
}

/** Who built a RST is told by its IP header; without it no cause is weighed, and what was weighed is not shown. */
function undecided(verdict: LiveVerdict): LiveVerdict {
  const { vantage } = verdict;
  const isKnown = vantage.basis === 'given' || vantage.basis === 'delays';
  const missing = { ttl: -1, ipId: -1, dontFragment: -1, dscp: -1 };
  return {
    ...verdict,
    reset: { ...verdict.reset, ...missing },
    ...{ cause: 'undetermined', confidence: 'undetermined', proof: null, limit: 'textSource', impact: 'unknown' },
    ...{ stack: 'unknown', kernelReasons: [], tied: [], alternatives: [], signs: [], ruledOut: [], steps: [] },
    vantage: isKnown
      ? vantage
      : { ...vantage, value: 'unknown', confidence: 'undetermined', basis: 'none', facts: {}, shape: {} },
    builder: { value: 'unknown', confidence: 'undetermined', tied: [] },
    origin: { value: 'unknown', confidence: 'undetermined', tied: [] },
    fields: verdict.fields.filter(({ field }) => !NOT_PRINTED.includes(field)),
    prevention: null,
    next: 'bothEnds',
  };
}
