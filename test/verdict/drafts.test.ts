import { describe, expect, it } from 'vitest';
import { causes } from '../../src/causes/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { List } from '../../src/model/list.ts';
import { fullVerdict } from '../../src/verdict/draft.ts';
import { draftAll, judgeAll } from '../../src/verdict/verdicts.ts';
import { allEvidence, judge } from '../support/judged.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const lost = (story: Scenario): Scenario =>
  story.handshake().data('client', 100).data('server', 300).wait(3000).data('client', 10).reject('server').wait(50);

/** A list that tells which of its items were asked for. */
function watched(evidence: readonly Evidence[], asked: number[]): List<Evidence> {
  return {
    length: evidence.length,
    at: (index) => {
      asked.push(index);
      return evidence[index];
    },
    [Symbol.iterator]: () => evidence[Symbol.iterator](),
  };
}

describe('a verdict of which only the draft is kept', () => {
  const many = Array.from({ length: 40 }).reduce<Scenario>((story) => lost(story.connection()), lost(scenario()));

  it('is read from the draft as far as that goes, and made again for the rest', () => {
    const asked: number[] = [];
    const { verdicts } = judgeAll(causes, watched(allEvidence(many), asked));
    expect(asked).toEqual(verdicts.map((_, index) => index));
    const [first] = verdicts;
    expect(verdicts.filter(({ cause, reset }) => cause === first?.cause && reset.frame > 0)).toHaveLength(41);
    expect(asked).toHaveLength(41);
    expect(first?.timeline.length).toBeGreaterThan(3);
    expect(first?.fields.length).toBeGreaterThan(3);
    expect(asked.slice(41)).toEqual([0]);
  });

  it('is a plain object once it is copied', () => {
    const [verdict] = judge(lost(scenario())).verdicts;
    const [draft] = draftAll(causes, allEvidence(lost(scenario())));
    const copy = structuredClone({ ...verdict });
    expect(copy).toEqual(verdict);
    expect(copy).toEqual({ ...(draft === undefined ? {} : fullVerdict(draft)), finding: 'f1' });
    expect(copy).toMatchObject({ id: 'r1', connection: 'c1', common: { resetFrame: verdict?.reset.frame } });
  });
});
