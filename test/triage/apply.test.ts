/** Findings are marked by what was known before; verdicts stay as they are. */
import { describe, expect, it } from 'vitest';
import type { Baseline, IgnoreFile, IgnoreRule } from '../../src/model/triage.ts';
import type { Finding } from '../../src/model/verdict.ts';
import { applyKnown, type Known } from '../../src/triage/apply.ts';
import { analysis, finding } from '../support/verdict.ts';

const A = 'aaaaaaaaaaaaaaaa';
const B = 'bbbbbbbbbbbbbbbb';
const C = 'cccccccccccccccc';
const findings = [
  finding({ id: 'f1', fingerprint: A, cause: 'nat-rebind', service: '192.0.2.7:443' }),
  finding({ id: 'f2', fingerprint: B, cause: 'port-closed', service: '[2001:db8::7]:80' }),
  finding({ id: 'f3', fingerprint: C, cause: 'port-scan', service: '192.0.2.9' }),
];

const earlier = (fingerprint: string): Baseline['findings'][number] => {
  const { cause, confidence, impact, service, connections } = finding();
  return { fingerprint, cause, confidence, impact, service, connections };
};
const baseline = (...fingerprints: readonly string[]): Baseline => ({
  name: 'old.json',
  captures: ['old.pcap'],
  redactedUnder: null,
  findings: fingerprints.map(earlier),
});
const rule = (about: Partial<IgnoreRule>): IgnoreRule => ({
  ...{ line: 1, reason: 'known', by: null, expires: '2027-01-31' },
  ...about,
});
const rules = (...about: readonly Partial<IgnoreRule>[]): IgnoreFile => ({
  name: 'rules.yaml',
  rules: about.map(rule),
});
const nothing: Known = { baseline: null, ignoreFile: null, date: '2026-11-20' };
const apply = (known: Partial<Known>) => applyKnown(analysis({ findings }), { ...nothing, ...known });
const suppressed = (known: Partial<Known>): readonly (number | null)[] =>
  apply(known).findings.map(({ suppressedBy }) => suppressedBy);

describe('a baseline', () => {
  it('tells new from unchanged findings by their fingerprint alone, and lists what is gone', () => {
    const gone = 'dddddddddddddddd';
    const marked = apply({ baseline: baseline(B, gone, A) });
    expect(marked.findings.map(({ standing }) => standing)).toEqual(['unchanged', 'unchanged', 'new']);
    expect(marked.triage?.gone.map(({ fingerprint }) => fingerprint)).toEqual([gone]);
    expect(marked.triage?.baseline).toEqual({ name: 'old.json', captures: ['old.pcap'] });
  });

  it('of a run without findings makes all of them new', () => {
    const marked = apply({ baseline: baseline() });
    expect(new Set(marked.findings.map(({ standing }) => standing))).toEqual(new Set(['new']));
  });

  it('changes nothing but marks', () => {
    const {
      triage,
      findings: marked,
      ...rest
    } = apply({ baseline: baseline(A), ignoreFile: rules({ fingerprint: A }) });
    const { triage: none, findings: before, ...original } = analysis({ findings });
    expect([triage === null, none]).toEqual([false, null]);
    expect(rest).toEqual(original);
    expect(marked.map((each): Finding => ({ ...each, standing: null, suppressedBy: null }))).toEqual(before);
  });
});

describe('a rule', () => {
  it.each([
    [{ fingerprint: B }, [null, 0, null]],
    [{ cause: 'nat-rebind' }, [0, null, null]],
    [{ service: '[2001:db8::7]:80' }, [null, 0, null]],
    [{ host: '192.0.2.7' }, [0, null, null]],
    [{ host: '2001:db8::7' }, [null, 0, null]],
    [{ host: '192.0.2.9' }, [null, null, 0]],
    [{ host: '192.0.2' }, [null, null, null]],
    [{ host: '192.0.2.7', cause: 'port-closed' }, [null, null, null]],
    [{ host: '192.0.2.7', cause: 'nat-rebind' }, [0, null, null]],
  ])('with %j suppresses the findings that have all of it', (match, expected) => {
    expect(suppressed({ ignoreFile: rules(match) })).toEqual(expected);
  });

  it('leaves a finding to the first rule that matches it', () => {
    expect(suppressed({ ignoreFile: rules({ cause: 'port-scan' }, { host: '192.0.2.9' }) })).toEqual([null, null, 0]);
  });

  it('holds up to and including its last day, by the date of the report', () => {
    const ignoreFile = rules({ cause: 'nat-rebind' });
    expect(suppressed({ ignoreFile, date: '2027-01-31' })[0]).toBe(0);
    expect(suppressed({ ignoreFile, date: '2027-02-01' })[0]).toBeNull();
    expect(suppressed({ ignoreFile, date: null })[0]).toBe(0);
  });

  it('says what came of it', () => {
    const told = apply({
      ignoreFile: rules(
        { cause: 'nat-rebind' },
        { host: '192.0.2.9', expires: '2026-11-19' },
        { cause: 'linger-zero' },
      ),
    });
    expect(told.triage?.rules.map(({ state, findings: ids }) => [state, ids])).toEqual([
      ['applies', ['f1']],
      ['expired', ['f3']],
      ['idle', []],
    ]);
  });
});
