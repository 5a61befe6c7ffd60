import { describe, expect, it } from 'vitest';
import { accuracyPage } from './accuracy.ts';
import { describeScenarios, loadScenarios } from './catalogue.ts';
import { parseOptions } from './options.ts';
import type { Result } from './order.ts';
import { summary } from './summary.ts';

describe('the command line', () => {
  it('plays everything with one seed unless told otherwise', () => {
    expect(parseOptions([])).toMatchObject({ seeds: [1], names: [], record: false, accuracy: false });
    expect(parseOptions(['--seed', '4', '--seed', '5', 'demo'])).toMatchObject({ seeds: [4, 5], names: ['demo'] });
  });

  it('publishes from three seeds of which none is the usual one', () => {
    const { seeds } = parseOptions(['--accuracy']);
    expect(new Set(seeds).size).toBe(3);
    expect(seeds).not.toContain(1);
  });

  it('records without chance, and only what is named', () => {
    expect(parseOptions(['--record', 'demo'])).toMatchObject({ seeds: [undefined], record: true });
    expect(() => parseOptions(['--record'])).toThrow('needs the name');
    expect(() => parseOptions(['--record', '--seed', '1', 'demo'])).toThrow('--seed');
    expect(() => parseOptions(['--seed', 'x'])).toThrow('whole number');
    expect(() => parseOptions(['--sed', '1'])).toThrow('--sed');
  });
});

describe('the scenarios', () => {
  it('say in one comment who does what', async () => {
    const all = await loadScenarios();
    for (const { name, description } of all) expect(description, name).toMatch(/^\w.{20,}[.:]$/);
    expect(describeScenarios(all).split('\n')).toHaveLength(all.length);
  });
});

describe('the page', () => {
  const result: Result = {
    scenario: 'half-close',
    control: true,
    captures: 3,
    unwritten: [],
    wrong: [],
    rows: [
      {
        scenario: 'half-close',
        capture: 'client',
        at: 'client',
        frame: 3,
        truth: {
          builder: 'live-socket',
          origin: 'endpoint',
          kernelReason: 'TCP_STATE',
          cause: 'linger-zero',
          sameTrace: ['admin-kill'],
          knowable: false,
        },
        said: {
          cause: 'client-abort',
          tied: [],
          confidence: 'likely',
          kernelReasons: [],
          builder: { value: 'foreign', confidence: 'likely', tied: [] },
          origin: { value: 'endpoint', confidence: 'likely', tied: [] },
          vantage: { value: 'client', confidence: 'likely' },
        },
      },
    ],
  };

  it('shows the mistakes as well', () => {
    const page = accuracyPage([result], [8, 9]);
    expect(page).toContain('seeds 8, 9: 3 captures judged, 1 RSTs.');
    expect(page).toContain('| `admin-kill` = `linger-zero` | `client-abort` | 1 |');
    expect(page).toContain('| `half-close` | 3 | 1 | 0.0 % (0/1) |');
    expect(page).toContain('| `likely` | 100.0 % (1/1) | 0.0 % (0/1) |');
  });

  it('is the same for the same results, in whatever order they came', () => {
    const other = { ...result, scenario: 'other', control: false };
    expect(accuracyPage([other, result], [1])).toBe(accuracyPage([result, other], [1]));
    expect(summary([result])).toContain('0/1 0.0 %');
  });
});
