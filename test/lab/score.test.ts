import { describe, expect, it } from 'vitest';
import { calibration, confusion, failures, isRight, type Row, reasonRight, scoreOf } from './score.ts';

function row(truth: Partial<Row['truth']> = {}, said: Partial<Row['said']> = {}): Row {
  return {
    scenario: 's',
    capture: 'client',
    at: 'client',
    frame: 1,
    truth: {
      builder: 'stateless-reply',
      origin: 'endpoint',
      kernelReason: 'NO_SOCKET',
      cause: 'port-closed',
      sameTrace: [],
      knowable: true,
      ...truth,
    },
    said: {
      cause: 'port-closed',
      tied: [],
      confidence: 'likely',
      kernelReasons: ['NO_SOCKET'],
      builder: { value: 'stateless-reply', confidence: 'likely', tied: [] },
      origin: { value: 'endpoint', confidence: 'likely', tied: [] },
      vantage: { value: 'client', confidence: 'likely' },
      ...said,
    },
  };
}

const many = (count: number, one: Row): Row[] => Array.from({ length: count }, () => one);
const wrong = row({}, { cause: 'linger-zero' });
const tie = { sameTrace: ['host-firewall-reject'], knowable: false };

describe('an answer', () => {
  it('is right when it is the set of the truth, whoever leads', () => {
    expect(isRight(row())).toBe(true);
    expect(isRight(row(tie, { cause: 'host-firewall-reject', tied: ['port-closed'] }))).toBe(true);
  });

  it('is wrong when it names too much or too little', () => {
    expect(isRight(row({}, { tied: ['host-firewall-reject'] }))).toBe(false);
    expect(isRight(row(tie))).toBe(false);
    expect(isRight(row({}, { cause: 'undetermined' }))).toBe(false);
  });

  it('names no reason of the kernel for what the kernel did not send', () => {
    expect(reasonRight(row({ kernelReason: null }))).toBe(false);
    expect(reasonRight(row({ kernelReason: null }, { kernelReasons: [] }))).toBe(true);
    expect(reasonRight(row({}, { kernelReasons: ['TCP_FLAGS', 'NO_SOCKET'] }))).toBe(true);
  });
});

describe('scores', () => {
  it('count what can be known apart from ties', () => {
    const { top1, coverage, ties, exact } = scoreOf([row(), wrong, row(tie), row({}, { confidence: 'possible' })]);
    expect(top1).toEqual({ right: 2, of: 3 });
    expect(coverage).toEqual({ right: 2, of: 3 });
    expect(ties).toEqual({ right: 0, of: 1 });
    expect(exact).toEqual({ right: 2, of: 4 });
  });

  it('take a declared tie for a builder, but not for one that is named alone', () => {
    const tied = row({}, { builder: { value: 'packet-filter', confidence: 'possible', tied: ['stateless-reply'] } });
    const { builder, builderAlone } = scoreOf([row(), tied]);
    expect(builder).toEqual({ right: 2, of: 2 });
    expect(builderAlone).toEqual({ right: 1, of: 2 });
  });

  it('hold each word of confidence to account', () => {
    const { likely, possible } = calibration([row(), wrong, row({}, { confidence: 'possible' })]);
    expect(likely).toEqual({ right: 1, of: 2 });
    expect(possible).toEqual({ right: 1, of: 1 });
  });

  it('list what was mistaken for what', () => {
    expect([...(confusion([row(), wrong, wrong]).get('port-closed') ?? [])]).toEqual([['linger-zero', 2]]);
  });
});

describe('a run', () => {
  it('passes when everything is right', () => {
    expect(failures([row()])).toEqual([]);
    expect(failures([])).toEqual([]);
  });

  it('fails on a single wrong proof, however many are right, even where the cause cannot be known', () => {
    const proof = row({ knowable: false }, { confidence: 'proven', cause: 'linger-zero' });
    expect(failures([...many(1000, row()), proof])).toEqual(['proven was wrong 1 times']);
  });

  it('fails when likely is right less than nine times in ten', () => {
    const silent = many(50, row({}, { confidence: 'proven' }));
    expect(failures([...silent, ...many(9, row()), wrong])).toEqual([]);
    expect(failures([...silent, ...many(8, row()), wrong])).toEqual(['likely was right in 88.9 % only']);
  });

  it('fails when the cause is right less than 19 times in 20', () => {
    const doubt = row({}, { confidence: 'possible', cause: 'linger-zero' });
    expect(failures([...many(19, row()), doubt])).toEqual([]);
    expect(failures([...many(18, row()), doubt])).toEqual(['the cause was right in 94.7 % only']);
  });

  it('fails when it is too shy', () => {
    const shy = row({}, { confidence: 'possible' });
    expect(failures([...many(6, row()), ...many(4, shy)])).toEqual([]);
    expect(failures([...many(5, row()), ...many(5, shy)])).toEqual(['proven or likely was said in 50.0 % only']);
  });
});
