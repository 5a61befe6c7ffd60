/** The quick reference: two pages in each language, and nothing in it that the samples contradict. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toCheatsheet, toPdf } from '../../src/index.ts';
import { kernelReasonTable } from '../../src/model/kernel-reasons.ts';
import { tags } from '../support/locales.ts';

interface Sample {
  readonly resets: readonly { readonly truth: { readonly cause: string; readonly kernelReason: string | null } }[];
}

describe.each(tags)('in %s', (tag) => {
  it('fits two pages', async () => {
    const { bytes, missingGlyphs } = await toPdf(toCheatsheet(tag), {
      language: tag,
      date: new Date(0),
      narrowMargins: true,
    });
    const counted = /\/Type \/Pages\s*\/Count (\d+)/.exec(Buffer.from(bytes).toString('latin1'));
    expect(counted?.[1]).toBe('2');
    expect(missingGlyphs).toEqual([]);
  });
});

it('names a cause behind each reason that the kernel gave for a sample of it', () => {
  const seen = new Set<string>();
  for (const name of readdirSync('samples', { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    const { resets } = JSON.parse(readFileSync(`samples/${name.name}/sample.json`, 'utf8')) as Sample;
    for (const { truth } of resets) seen.add(`${truth.kernelReason} ${truth.cause}`);
  }
  const listed = kernelReasonTable.flatMap(({ reasons, causes }) =>
    causes.map((cause) => reasons.map((reason) => `${reason} ${cause}`)),
  );
  for (const pairs of listed)
    expect(
      pairs.some((pair) => seen.has(pair)),
      pairs.join(', '),
    ).toBe(true);
});
