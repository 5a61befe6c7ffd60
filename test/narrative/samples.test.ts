/** Every recorded sample is told in every language: without a hole, and with the same numbers. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { causes } from '../../src/causes/index.ts';
import { availableLanguages, catalogueFor } from '../../src/narrative/catalogue-files.ts';
import { decodeToText } from '../../src/narrative/decode-text.ts';
import { explainList, explainToText } from '../../src/narrative/explain-text.ts';
import { toMarkdown } from '../../src/narrative/markdown.ts';
import { toTerminal } from '../../src/narrative/terminal.ts';
import { analyze } from '../../src/pipeline.ts';

const folder = new URL('../../samples/', import.meta.url);
const samples = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/capture.pcap`, folder)));
const tags = availableLanguages();
const HOLES = /undefined|NaN|\[object|(?<!dev.)\bnull\b/;
const plain = { color: false, width: 80 };

/** All numbers of a text, once each. */
const numbersIn = (text: string): readonly string[] =>
  [...new Set(text.match(/\d[\d.,:]*\d|\d/g))].map((number) => number.replace(/,$/, '')).sort();

describe.each(samples)('samples/%s', (name) => {
  const analysis = analyze(fileURLToPath(new URL(`${name}/capture.pcap`, folder)));

  it('is told in every language with the same numbers', async () => {
    const told = await analysis;
    const [first, ...others] = tags.map((tag) => toMarkdown(told, catalogueFor(tag), { causes }));
    expect(first).not.toMatch(HOLES);
    for (const other of others) {
      expect(other).not.toMatch(HOLES);
      expect(numbersIn(other)).toEqual(numbersIn(first ?? ''));
    }
  });

  it('is told in the terminal, and each RST decoded', async () => {
    const told = await analysis;
    for (const tag of tags) {
      const catalogue = catalogueFor(tag);
      expect(toTerminal(told, catalogue, { ...plain, causes })).not.toMatch(HOLES);
      for (const verdict of told.verdicts) {
        const text = decodeToText(verdict, told, catalogue, plain);
        expect(text).not.toMatch(HOLES);
        expect(text).toContain(String(verdict.reset.frame));
      }
    }
  });
});

describe.each(tags)('explain in %s', (tag) => {
  it.each(causes)('tells what $id is without a RST at hand', (cause) => {
    const text = explainToText(cause, catalogueFor(tag), plain);
    expect(text).not.toMatch(HOLES);
    expect(text).toContain(cause.id);
  });

  it('lists every cause', () => {
    const text = explainList(causes, catalogueFor(tag), plain);
    for (const { id } of causes) expect(text).toContain(id);
  });
});
