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

/** One RST again and again; tells which of them were asked for. */
function repeated(evidence: Evidence | undefined, length: number, asked: number[]): List<Evidence> {
  const all = Array.from({ length }, () => evidence).filter((one) => one !== undefined);
  return {
    length,
    at: (index) => {
      asked.push(index);
      return all[index];
    },
    [Symbol.iterator]: () => all[Symbol.iterator](),
  };
}

describe('a verdict of which only the draft is kept', () => {
  const [evidence] = allEvidence(lost(scenario()));
  const places = (length: number): number[] => Array.from({ length }, (_, index) => index);

  it('is read from the draft as far as that goes, and made again for the rest', () => {
    const asked: number[] = [];
    const { verdicts } = judgeAll(causes, repeated(evidence, 2049, asked));
    const [first] = verdicts;
    expect(verdicts.filter(({ cause, reset }) => cause === first?.cause && reset.frame > 0)).toHaveLength(2049);
    expect(asked).toEqual(places(2049));
    expect(first?.timeline.length).toBeGreaterThan(3);
    expect(first?.fields.length).toBeGreaterThan(3);
    expect(asked.slice(2049)).toEqual([0]);
  });

  it('stays at hand where there are few', () => {
    const asked: number[] = [];
    const { verdicts } = judgeAll(causes, repeated(evidence, 20, asked));
    expect(verdicts.every(({ timeline }) => timeline.length > 3)).toBe(true);
    expect(asked).toEqual(places(20));
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
