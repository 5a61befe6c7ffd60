/** Every sample: the verdict against the truth that was argued by hand, and the reports against their goldens. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Analysis, analyze, causes, toMarkdown, type Verdict } from '../src/index.ts';

interface Expected {
  readonly frame: number;
  readonly sender: string;
  readonly sameAs?: number;
  readonly truth: { readonly cause: string; readonly builder: string; readonly kernelReason: string | null };
  readonly expect: { readonly cause: string; readonly confidence: readonly string[]; readonly tied: readonly string[] };
  readonly not: readonly string[];
}
interface Sample {
  readonly vantage: string;
  readonly resets: readonly Expected[];
}

const names = readdirSync('samples', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const sampleOf = (name: string): Sample => JSON.parse(readFileSync(`samples/${name}/sample.json`, 'utf8')) as Sample;
const analysisOf = (name: string): Promise<Analysis> => analyze(`samples/${name}/capture.pcap`);

/** The right answer is a set: the cause and its look-alikes. */
function answer(verdict: { readonly cause: string; readonly tied: readonly string[] }): string[] {
  return [verdict.cause, ...verdict.tied].sort();
}

function verdictAt(analysis: Analysis, frame: number): Verdict {
  const found = analysis.verdicts.find(({ reset }) => reset.frame === frame);
  if (found === undefined) throw new Error(`no verdict for frame ${frame}`);
  return found;
}

describe.each(names)('samples/%s', (name) => {
  const sample = sampleOf(name);

  it('finds exactly the RSTs that are there', async () => {
    const { verdicts } = await analysisOf(name);
    expect(verdicts.map(({ reset }) => reset.frame)).toEqual(sample.resets.map(({ frame }) => frame));
    for (const { frame, sender, sameAs } of sample.resets) {
      const verdict = verdictAt({ verdicts } as Analysis, frame);
      expect(verdict.sender).toBe(sender);
      const original = verdicts.find(({ id }) => id === verdict.sameAs);
      expect(original?.reset.frame).toBe(sameAs);
    }
  });

  it.each(sample.resets)('frame $frame: $expect.cause', async ({ frame, truth, expect: expected, not }) => {
    const verdict = verdictAt(await analysisOf(name), frame);
    expect(answer(verdict)).toEqual(answer(expected));
    expect(expected.confidence).toContain(verdict.confidence);
    for (const wrong of not) expect(answer(verdict)).not.toContain(wrong);
    expect([verdict.builder.value, ...verdict.builder.tied]).toContain(truth.builder);
    if (verdict.confidence === 'proven' || verdict.confidence === 'likely') {
      if (truth.kernelReason !== null) expect(verdict.kernelReasons).toContain(truth.kernelReason);
    }
  });
});

describe('the set of samples', () => {
  const all = names.flatMap((name) => sampleOf(name).resets);

  it.each(causes.map(({ id }) => id))('%s is right somewhere', (id) => {
    const right = all.some(({ expect: { cause, tied } }) => cause === id || tied.includes(id));
    expect(right).toBe(true);
  });

  it('has tempting but wrong answers', () => {
    expect(new Set(all.flatMap(({ not }) => not)).size).toBeGreaterThan(10);
  });
});

/** One report per leading cause, the demo and a capture without RST: reviewed as prose whenever they change. */
const told = new Map(
  names
    .map((name) => ({ name, lead: sampleOf(name).resets[0]?.expect.cause ?? 'no-reset' }))
    .reverse()
    .map(({ name, lead }) => [lead, name]),
);

const goldens = [...new Set([...told.values(), 'demo'])].sort();

it('leave no golden report that nobody compares', () => {
  expect(names.filter((name) => existsSync(`samples/${name}/report.en.md`))).toEqual(goldens);
});

describe.each(goldens)('the report of samples/%s', (name) => {
  it.each(['zh-CN', 'en'])('reads as its golden in %s', async (language) => {
    const report = toMarkdown(await analysisOf(name), { language });
    await expect(report).toMatchFileSnapshot(`../samples/${name}/report.${language}.md`);
  });
});
