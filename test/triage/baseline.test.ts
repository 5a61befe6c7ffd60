import { describe, expect, it } from 'vitest';
import { analyze, toJson } from '../../src/index.ts';
import { WhyrstError } from '../../src/model/errors.ts';
import { parseBaseline } from '../../src/triage/baseline.ts';

const place = { path: 'dir/old.json', name: 'old.json' };
const good = {
  fingerprint: 'a'.repeat(16),
  cause: 'x',
  confidence: 'likely',
  impact: 'benign',
  service: 's',
  connections: 1,
};
const file = (root: object): string => JSON.stringify({ schema: 'whyrst.analysis/1', findings: [], ...root });
const reasonOf = (text: string): unknown => {
  try {
    return parseBaseline(text, place);
  } catch (error) {
    return error instanceof WhyrstError ? error.facts : error;
  }
};

describe('a baseline', () => {
  it('is what analyze printed', async () => {
    const analysis = await analyze('samples/demo/capture.pcap');
    const { name, captures, redactedUnder, findings } = parseBaseline([...toJson(analysis)].join(''), place);
    expect({ name, captures, redactedUnder }).toEqual({
      name: 'old.json',
      captures: ['capture.pcap'],
      redactedUnder: null,
    });
    expect(findings.map(({ fingerprint, cause }) => [fingerprint, cause])).toEqual(
      analysis.findings.map(({ fingerprint, cause }) => [fingerprint, cause]),
    );
  });

  it('may know causes that this version does not', () => {
    expect(parseBaseline(file({ findings: [{ ...good, cause: 'of-the-future' }] }), place).findings[0]?.cause).toBe(
      'of-the-future',
    );
  });

  it('knows the key it was redacted under', () => {
    const under = (facts: object): unknown =>
      parseBaseline(file({ diagnostics: [{ code: 'redact/applied', facts }] }), place).redactedUnder;
    expect(under({ key: '0123abcd' })).toBe('0123abcd');
    expect(under({})).toBe('');
  });

  it.each([
    ['{', 'JSON?'],
    ['7', 'JSON?'],
    ['null', 'JSON?'],
    [JSON.stringify({ schema: 'whyrst.overview/1' }), 'schema ≠ whyrst.analysis/1'],
    [file({ findings: [good, 7] }), 'findings[1].fingerprint'],
    [file({ findings: [{ ...good, fingerprint: '../../x' }] }), 'findings[0].fingerprint'],
    [file({ findings: [{ ...good, cause: '<b>' }] }), 'findings[0].cause'],
    [file({ findings: [{ ...good, confidence: 'sure' }] }), 'findings[0].confidence'],
    [file({ findings: [{ ...good, impact: 1 }] }), 'findings[0].impact'],
    [file({ findings: [{ ...good, service: 'x'.repeat(101) }] }), 'findings[0].service'],
    [file({ findings: [{ ...good, connections: '1' }] }), 'findings[0].connections'],
  ])('is refused as %.60s, with the place in it', (text, reason) => {
    expect(reasonOf(text)).toEqual({ path: 'dir/old.json', reason });
  });
});
