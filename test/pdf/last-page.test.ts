import { expect, it } from 'vitest';
import { markdownToPdf } from '../../src/pdf/write-pdf.ts';
import { reportOptions } from './report-options.ts';
import { bodyLines, isInstalled, needing } from './tools.ts';

const lines = async (count: number): Promise<readonly (readonly string[])[]> => {
  const markdown = Array.from({ length: count }, (_, index) => `line ${index}`).join('\n\n');
  return bodyLines((await markdownToPdf(markdown, reportOptions.en)).bytes);
};

it.skipIf(!isInstalled('pdftotext'))(needing('pdftotext', 'a last page of two lines is saved'), async () => {
  const fullPage = (await lines(60))[0]?.length ?? 0;
  expect(fullPage).toBeGreaterThan(20);
  const ordinary = await lines(fullPage * 6 + 12);
  expect(ordinary.map(({ length }) => length)).toEqual([...Array.from({ length: 6 }, () => fullPage), 12]);
  for (const rest of [1, 2]) {
    const count = fullPage * 6 + rest;
    const printed = await lines(count);
    expect(printed).toHaveLength(6);
    expect(printed.flat()).toEqual(Array.from({ length: count }, (_, index) => `line ${index}`));
  }
});
