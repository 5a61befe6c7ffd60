import { describe, expect, it } from 'vitest';
import type { Triage } from '../../src/model/triage.ts';
import type { Finding } from '../../src/model/verdict.ts';
import { gateOf, parseFailOn } from '../../src/triage/gate.ts';
import { finding } from '../support/verdict.ts';

const compared: Triage = {
  ...{ baseline: { name: 'old.json', captures: [] }, gone: [], ignoreFile: null, rules: [], date: null },
};
const gate = (findings: readonly Partial<Finding>[], failOn: string | null, triage: Triage | null = null) => {
  const told = findings.map((each, index) => finding({ id: `f${index + 1}`, ...each }));
  const { failed, failing } = gateOf({ findings: told, triage }, failOn === null ? null : parseFailOn(failOn));
  return [failed, [...failing].join(' ')];
};

const sure: readonly Partial<Finding>[] = [
  { confidence: 'proven', impact: 'benign', cause: 'benign-rst-after-close' },
  { confidence: 'likely', impact: 'disruptive', cause: 'nat-rebind' },
  { confidence: 'possible', impact: 'unknown', cause: 'port-closed' },
  { confidence: 'undetermined', impact: 'probe', cause: 'undetermined' },
];

describe('--fail-on', () => {
  it.each([
    ['proven', 'f1'],
    ['likely', 'f1 f2'],
    ['possible', 'f1 f2 f3'],
    ['any', 'f1 f2 f3 f4'],
    ['disruptive', 'f2'],
    ['unknown', 'f3'],
    ['likely+disruptive', 'f2'],
    ['likely + disruptive , probe', 'f2 f4'],
    ['cause=nat-rebind', 'f2'],
    ['cause=undetermined', 'f4'],
    ['cause=nat-rebind+proven', ''],
  ])('%s', (condition, failing) => {
    expect(gate(sure, condition)).toEqual([failing === '' ? null : 'condition', failing]);
  });

  it('new asks the baseline', () => {
    const findings = [{ standing: 'new' }, { standing: 'unchanged' }] as const;
    expect(gate(findings, 'new', compared)).toEqual(['condition', 'f1']);
    expect(parseFailOn('proven,likely+new').needsBaseline).toBe(true);
    expect(parseFailOn('likely').needsBaseline).toBe(false);
  });

  it('passes over what a rule suppresses', () => {
    expect(gate([{ suppressedBy: 0 }, {}], 'any')).toEqual(['condition', 'f2']);
    expect(gate([{ suppressedBy: 0 }], 'any')).toEqual([null, '']);
  });

  it.each(['', 'sure', 'likely,', 'cause=', 'cause=nat', 'undetermined', 'newer', 'likely++any'])(
    'refuses "%s"',
    (text) => {
      expect(() => parseFailOn(text)).toThrow('usage/bad-fail-on');
    },
  );
});

describe('without --fail-on', () => {
  it('what is new against a baseline fails, and nothing else', () => {
    const findings = [{ standing: 'new' }, { standing: 'unchanged' }] as const;
    expect(gate(findings, null, compared)).toEqual(['new', 'f1']);
    expect(gate([{ standing: 'unchanged' }], null, compared)).toEqual([null, '']);
    expect(gate([{ standing: 'new', suppressedBy: 0 }], null, compared)).toEqual([null, '']);
  });

  it('nothing fails without a baseline; a list of tests shows what may have hurt', () => {
    expect(gate(sure, null)).toEqual([null, 'f2 f3']);
    expect(gate(sure, null, { ...compared, baseline: null })).toEqual([null, 'f2 f3']);
  });
});
