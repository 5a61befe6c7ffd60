/** The example reports are what the program writes today: `npm run examples` makes them again. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { examples, languages } from '../scripts/examples.ts';
import { analyze, toMarkdown } from '../src/index.ts';

/** Bytes: the repository carries them. */
const LARGEST_PDF = 400_000;

describe.each(Object.entries(examples))('docs/examples/%s', (name, sample) => {
  it.each(languages)('is fresh in %s, and printed', async (language) => {
    const report = toMarkdown(await analyze(`samples/${sample}/capture.pcap`), { language });
    expect(readFileSync(`docs/examples/${name}.${language}.md`, 'utf8')).toBe(report);
    const printed = `docs/examples/${name}.${language}.pdf`;
    expect(readFileSync(printed).toString('latin1', 0, 8)).toBe('%PDF-1.7');
    expect(statSync(printed).size).toBeLessThan(LARGEST_PDF);
  });

  it.each(['README.md', 'README.zh-CN.md'])('is linked from %s', (readme) => {
    const links = [...readFileSync(readme, 'utf8').matchAll(/\]\((docs\/examples\/[^)]+)\)/g)].map(
      ([, path]) => path ?? '',
    );
    expect(links.filter((path) => path.startsWith(`docs/examples/${name}.`)).length).toBeGreaterThanOrEqual(2);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
