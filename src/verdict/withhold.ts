// What may be said of a RST that was read from printed lines: they lack what decides, or can have been edited.

import type { Verdict } from '../model/verdict.ts';

type Draft = Omit<Verdict, 'finding'>;

/** Fields that lines printed without -v do not show. */
const NOT_PRINTED = ['ttl', 'ipId', 'dscp', 'dontFragment', 'df', 'flowLabel', 'window'];

/** Limits a verdict: none without the IP header, and at most a possible one with it. */
export function withhold(draft: Draft, headersMissing: boolean): Draft {
  return headersMissing ? undecided(draft) : atMostPossible(draft);
}

function atMostPossible(draft: Draft): Draft {
  const { confidence, origin, builder } = draft;
  if (confidence === 'undetermined') return draft;
  return {
    ...draft,
    confidence: 'possible',
    proof: null,
    limit: confidence === 'possible' ? draft.limit : 'textSource',
    origin: { ...origin, confidence: lowered(origin.confidence) },
    builder: { ...builder, confidence: lowered(builder.confidence) },
    next: draft.next ?? 'bothEnds',
  };
}

function lowered(confidence: Verdict['confidence']): Verdict['confidence'] {
  return confidence === 'undetermined' ? confidence : 'possible';
}

/** Who built a RST is told by its IP header; without it no cause is weighed, and what was weighed is not shown. */
function undecided(draft: Draft): Draft {
  const { vantage } = draft;
  const isKnown = vantage.basis === 'given' || vantage.basis === 'delays';
  const missing = { ttl: -1, ipId: -1, dontFragment: -1, dscp: -1 };
  return {
    ...draft,
    reset: { ...draft.reset, ...missing },
    ...{ cause: 'undetermined', confidence: 'undetermined', proof: null, limit: 'textSource', impact: 'unknown' },
    ...{ stack: 'unknown', kernelReasons: [], tied: [], alternatives: [], signs: [], ruledOut: [], steps: [] },
    vantage: isKnown
      ? vantage
      : { ...vantage, value: 'unknown', confidence: 'undetermined', basis: 'none', facts: {}, shape: {} },
    builder: { value: 'unknown', confidence: 'undetermined', tied: [] },
    origin: { value: 'unknown', confidence: 'undetermined', tied: [] },
    fields: draft.fields.filter(({ field }) => !NOT_PRINTED.includes(field)),
    prevention: null,
    next: 'bothEnds',
  };
}
