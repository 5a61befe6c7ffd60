/** One document in two languages: nothing of either is lost, and what holds no words stands there once. */
import { describe, expect, it } from 'vitest';
import { type BilingualReport, tellBilingual, tellLetter, tellReport, toHtml } from '../../src/index.ts';
import { oneTable } from '../../src/narrative/bilingual/tables.ts';
import { blocksOf } from '../../src/narrative/blocks.ts';
import { analyze } from '../../src/pipeline.ts';

const languages = ['zh-CN', 'en'] as const;
const SAMPLES = [
  'demo',
  'nat-rebind-new-address',
  'middlebox-idle-rst-at-expiry',
  'syn-into-silence-no-rst',
  'port-scan-half-open',
];

async function told(sample: string) {
  const analysis = await analyze(`samples/${sample}/capture.pcap`);
  const single = languages.map((language) => tellReport(analysis, { language }).markdown);
  return { analysis, single, both: tellBilingual(tellReport, analysis, { languages }) };
}

/** Words of a text, whatever stands around them. */
const wordsIn = (markdown: string): ReadonlySet<string> => new Set(markdown.match(/[\p{L}\p{N}]+/gu));
const count = (text: string, part: string): number => text.split(part).length - 1;

describe.each(SAMPLES)('samples/%s in two languages', (sample) => {
  it('says every word of both', async () => {
    const { single, both } = await told(sample);
    const words = wordsIn(both.markdown);
    // Mermaid and characters draw the labels of both languages side by side, cut where there is no room.
    for (const text of single) {
      const prose = blocksOf(text)
        .filter((block) => !block.startsWith('```'))
        .join('\n');
      expect([...wordsIn(prose)].filter((word) => !words.has(word))).toEqual([]);
    }
  });

  it('has one heading for each pair, in the order of the report', async () => {
    const { single, both } = await told(sample);
    const headings = (text: string): readonly string[] =>
      blocksOf(text)
        .filter((block) => /^#{1,6} /.test(block))
        .map((block) => block.replace(/^#+ /, ''));
    const [chinese = [], english = []] = single.map(headings);
    const pairs = chinese.map((each, index) => (each === english[index] ? each : `${each} · ${english[index]}`));
    expect(headings(both.markdown)).toEqual(pairs);
  });

  it('shows filters and figures once', async () => {
    const { single, both } = await told(sample);
    for (const block of blocksOf(single[0] ?? '')) {
      if (block.startsWith('```wireshark')) expect(count(both.markdown, block)).toBe(count(single[0] ?? '', block));
    }
    for (const { id } of both.figures) expect(both.markdown.match(new RegExp(`figure=${id}$`, 'gm'))).toHaveLength(1);
  });
});

describe('the pieces', () => {
  it('are the document, each in the language that it names', async () => {
    const { both } = await told('demo');
    const joined = both.pieces.map(({ markdown }) => markdown).join('\n\n');
    expect(both.markdown.replace(/\s+/g, ' ')).toBe(`${joined} `.replace(/\s+/g, ' '));
    const chinese = (language: string): readonly boolean[] =>
      both.pieces
        .filter((piece) => piece.language === language)
        .map(({ markdown }) => /\p{Script=Han}/u.test(markdown));
    expect(new Set(chinese('zh-CN'))).toEqual(new Set([true]));
    expect(new Set(chinese('en'))).toEqual(new Set([false]));
  });

  it('mark the second language in HTML, where all of it is one article', async () => {
    const { both } = await told('demo');
    const html = await toHtml([{ ...both, language: 'zh-CN', also: 'en' }]);
    expect(html.match(/<article /g)).toHaveLength(1);
    expect(count(html, '<div lang="en">')).toBe(both.pieces.filter(({ language }) => language === 'en').length);
    expect(html).toContain('结论 · Verdict');
  });
});

describe('a letter', () => {
  it('holds both texts under one title', async () => {
    const { analysis } = await told('demo');
    const letter: BilingualReport = tellBilingual(tellLetter, analysis, { languages });
    expect(letter.markdown.match(/^# /gm)).toHaveLength(1);
    expect(letter.markdown.indexOf('尊敬的客户')).toBeLessThan(letter.markdown.indexOf('Dear customer'));
  });
});

describe('tables', () => {
  const table = (...rows: readonly string[]): string =>
    ['| A |', '| --- |', ...rows.map((row) => `| ${row} |`)].join('\n');

  it('become one where cells are equal or short', () => {
    expect(oneTable(table('17', '无'), table('17', 'none'), 10)).toBe(table('17', '无 / none'));
  });

  it('stay two where a cell holds a sentence, or the rows differ', () => {
    expect(oneTable(table('确认收到'), table('acknowledges'), 10)).toBeNull();
    expect(oneTable(table('1'), table('1', '2'), 10)).toBeNull();
    expect(oneTable('text', 'text', 10)).toBeNull();
  });

  it('keep the pipe of a code cell', () => {
    expect(oneTable(table('`a\\|b`'), table('`a\\|b`'), 10)).toBe(table('`a\\|b`'));
  });
});
