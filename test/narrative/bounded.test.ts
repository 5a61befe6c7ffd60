/** However much there is to tell, a report stays readable, and its counts exact. */
import { describe, expect, it } from 'vitest';
import { many, tell } from '../support/report.ts';
import { analysis, finding, moment, seen, verdict } from '../support/verdict.ts';

describe('10 000 RSTs', () => {
  it('yield a bounded report with exact counts', () => {
    const report = tell(many(10_000), 'en');
    expect(report.length).toBeLessThan(60_000);
    expect(report).toContain('10,000 RSTs on 10,000 connections');
    expect(report).toContain('9,994 more RSTs are not listed.');
  });

  it('in as many findings yield one too', () => {
    const verdicts = many(2000).verdicts.map((each, index) => ({ ...each, finding: `f${index + 1}` }));
    const findings = verdicts.map(({ id, finding: name }) => finding({ id: name, resets: [id] }));
    const report = tell(analysis({ verdicts, findings }), 'en');
    expect(report.length).toBeLessThan(120_000);
    expect(report).toContain('1,992 more findings are not listed.');
  });
});

describe('a long story', () => {
  it('is shown around the RST, and the rest is counted', () => {
    const before = Array.from({ length: 80 }, (_, index) => moment(seen({ frame: index + 1, timeUs: index }), 'data'));
    const after = Array.from({ length: 30 }, (_, index) =>
      moment(seen({ frame: index + 200, timeUs: 200 + index }), 'ack'),
    );
    const reset = seen({ ...verdict().reset, frame: 100, timeUs: 100 });
    const long = verdict({ reset, timeline: [...before, moment(reset, 'reset'), ...after] });
    const report = tell(analysis({ verdicts: [long] }), 'en');
    expect(report).toContain('| **100** |');
    expect(report).toContain('74 rows further away from the RST left out.');
  });
});
