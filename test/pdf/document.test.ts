import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { markdownToPdf } from '../../src/pdf/write-pdf.ts';
import { expectComplete, expectInside } from './expectations.ts';
import { fixture, fixtureSource } from './fixtures.ts';
import { leafTexts } from './leaf-texts.ts';
import { reportOptions } from './report-options.ts';
import { bodyLines, bodyText, folded, inspect, isInstalled, needing } from './tools.ts';

const hasPoppler = isInstalled('pdftotext');
const hasQpdf = isInstalled('qpdf');
const { en, 'zh-CN': zh } = reportOptions;

describe.each(['zh-CN', 'en'] as const)('the %s report', (language) => {
  it('is the same bytes each time, also in another process and time zone', async () => {
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    const [first, second] = await Promise.all([fixture(language), fixture(language)]);
    expect(sha256(second.bytes)).toBe(sha256(first.bytes));
    const script = fileURLToPath(new URL('./print-digest.ts', import.meta.url));
    const env = { ...process.env, TZ: 'America/New_York', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' };
    const other = execFileSync(process.execPath, ['--import', 'tsx', script, language], { env, encoding: 'utf8' });
    expect(other).toBe(sha256(first.bytes));
  });

  it('needs no character that the fonts do not have', async () => {
    expect((await fixture(language)).missingGlyphs).toEqual([]);
  });

  it.skipIf(!hasPoppler)(needing('pdftotext', 'holds every text of the Markdown, within the page'), async () => {
    const { bytes } = await fixture(language);
    expect(leafTexts(fixtureSource(language)).length).toBeGreaterThan(200);
    expectComplete(fixtureSource(language), bytes);
    expectInside(bytes);
  });

  it.skipIf(!hasPoppler)(
    needing('pdftotext', 'has no heading alone at the foot of a page and no empty page'),
    async () => {
      const { bytes } = await fixture(language);
      const headings =
        fixtureSource(language)
          .match(/(?<=^#{2,} ).*?(?=$| \{#)/gm)
          ?.map(folded) ?? [];
      const lastLines = bodyLines(bytes).map((lines) => folded(lines.at(-1) ?? ''));
      expect(lastLines.filter((line) => line === '' || headings.includes(line))).toEqual([]);
      expect(headings.length).toBeGreaterThan(8);
    },
  );

  it.skipIf(!hasPoppler)(
    needing('pdftotext', 'numbers its pages and lists them in the table of contents'),
    async () => {
      const { bytes } = await fixture(language);
      const text = inspect(bytes, 'pdftotext', '-layout', 'FILE', '-');
      const pages = text.split('\f').slice(0, -1);
      const { labels, title } = reportOptions[language];
      for (const [index, page] of pages.entries()) expect(page).toContain(labels.page(index + 1, pages.length));
      expect(pages[1]?.trim().startsWith(title)).toBe(true);
      const listed = [...(pages[0] ?? '').matchAll(/(\S.*?) {3,}(\d+)(?= {3,}|$)/gm)].map(([, name = '', page]) => ({
        name,
        page,
      }));
      expect(listed.length).toBeGreaterThanOrEqual(7);
      for (const { name, page } of listed) expect(pages[Number(page) - 1], name).toMatch(new RegExp(`^${name}$`, 'm'));
    },
  );

  it.skipIf(!hasPoppler)(needing('pdffonts', 'embeds a subset of each font it uses'), async () => {
    const fonts = inspect((await fixture(language)).bytes, 'pdffonts', 'FILE')
      .trim()
      .split('\n')
      .slice(2);
    expect(fonts.length).toBeGreaterThanOrEqual(4);
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+.* yes yes yes +\d+/);
  });

  it.skipIf(!hasPoppler)(needing('pdfinfo', 'says what it is, and claims no structure it does not have'), async () => {
    const info = inspect((await fixture(language)).bytes, 'pdfinfo', '-isodates', 'FILE');
    expect(info).toContain(reportOptions[language].title);
    expect(info).toMatch(/CreationDate: +2026-11-22T02:00:00Z\nModDate: +2026-11-22T02:00:00Z/);
    expect(info).toMatch(/Tagged: +no/);
    expect(info).toMatch(/JavaScript: +no/);
    expect(info).toMatch(/PDF version: +1\.7/);
  });

  it.skipIf(!hasQpdf)(needing('qpdf', 'is a sound PDF in the language it says, with nested bookmarks'), async () => {
    const { bytes } = await fixture(language);
    expect(inspect(bytes, 'qpdf', '--check', 'FILE')).toContain('No syntax or stream encoding errors found');
    const { outlines } = JSON.parse(inspect(bytes, 'qpdf', '--json', '--json-key=outlines', 'FILE')) as {
      outlines: Outline[];
    };
    const titles = fixtureSource(language).match(/(?<=^## ).*?(?=$| \{#)/gm);
    expect(outlines.map(({ title }) => title)).toEqual([reportOptions[language].title]);
    expect(outlines[0]?.kids.map(({ title }) => title)).toEqual(titles);
    expect(outlines[0]?.kids.map(({ kids }) => kids.length)).toEqual([0, 0, 0, 0, 2, 2, 0]);
    expect(inspect(bytes, 'qpdf', '--qdf', '--object-streams=disable', 'FILE', '-')).toContain(`/Lang (${language})`);
  });
});

interface Outline {
  readonly title: string;
  readonly kids: readonly Outline[];
}

it('counts and shows characters that no font has', async () => {
  const { bytes, missingGlyphs } = await markdownToPdf(
    '# 甲🔴\n\n🔴 a\u202eb `\u0007`\n\n| 🔴 |\n|---|\n| \ud800 |\n',
    zh,
  );
  expect(missingGlyphs).toEqual([
    { codePoint: 0x07, count: 1 },
    { codePoint: 0x202e, count: 1 },
    { codePoint: 0xd800, count: 1 },
    { codePoint: 0x1f534, count: 3 },
  ]);
  if (hasPoppler) expect(bodyText(bytes)).toContain('甲‹U+1F534›‹U+1F534›a‹U+202E›b‹U+0007›‹U+1F534›‹U+D800›');
});

it('counts the missing characters of header and footer once, on however many pages', async () => {
  const options = { ...en, headerText: 'h🔴', footerText: 'f🔴' };
  const { missingGlyphs } = await markdownToPdf(Array.from({ length: 200 }, () => 'text').join('\n\n'), options);
  expect(missingGlyphs).toEqual([{ codePoint: 0x1f534, count: 2 }]);
});

describe.skipIf(!hasPoppler)(needing('pdftotext', 'nothing is lost'), () => {
  const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
  const lines = (count: number, prefix = 'line'): string =>
    Array.from({ length: count }, (_, index) => `${prefix}-${index}`).join('\n');

  it.each([
    [
      'a table of 1000 rows',
      table(1000, (row) => `| ${row} | \`2001:db8::${row.toString(16)}\` | 报文 ${row} | \`${hash}\` |`),
    ],
    [
      'a cell of 400 lines',
      table(3, (row) => `| ${row} | ${lines(400, `w${row}`).replaceAll('\n', ' ')} 长 | x | y |`),
    ],
    ['a first row taller than a page', `| a | b |\n|---|---|\n| ${lines(900).replaceAll('\n', ' ')} | b |\n| c | d |`],
    ['a header taller than a page', `| ${lines(900).replaceAll('\n', ' ')} | b |\n|---|---|\n| c | d |`],
    [
      'long words side by side',
      table(4, (row) => `| ${row}${hash}${hash} | \`${hash}${row}\` | ${hash}${row} | ${hash} |`),
    ],
    [
      'ten columns of addresses',
      `| ${'h |'.repeat(10)}\n|${'---|'.repeat(10)}\n| ${'2001:0db8:85a3:08d3:1319:8a2e:0370:7348 |'.repeat(10)}`,
    ],
    ['code of 300 lines', `\`\`\`\n${lines(300)}\n\`\`\``],
    ['code of one long line', `\`\`\`\n${hash.repeat(40)}\n\`\`\``],
    ['a quote of 200 lines', lines(200).replace(/^/gm, '> ')],
    [
      'a callout with a table and code',
      `> [!NOTE]\n> ${hash}${hash}\n>\n> | a | b |\n> |---|---|\n> | ${hash}${hash} | c |\n>\n> \`\`\`\n> ${hash}${hash}\n> \`\`\``,
    ],
    ['deep quotes', `${'> '.repeat(40)}${hash}${hash}`],
    ['deep tasks', Array.from({ length: 20 }, (_, depth) => `${'  '.repeat(depth)}- [x] task ${depth}`).join('\n')],
    [
      'a deep list',
      Array.from({ length: 40 }, (_, depth) => `${'  '.repeat(depth)}- level ${depth} ${hash}${hash}`).join('\n'),
    ],
    [
      'a table in a list',
      `- x\n\n  | a | b |\n  |---|---|\n  | ${hash} | ${hash}${hash} |\n\n10. y\n\n    \`\`\`\n    ${hash}${hash}\n    \`\`\``,
    ],
    ['a paragraph of mixed fonts without spaces', `${'`a`→**乙**✗'.repeat(80)} ${hash.repeat(5)}`],
    ['many headings in a row', Array.from({ length: 120 }, (_, index) => `### Heading ${index}`).join('\n\n')],
  ])('from %s', async (_, markdown) => {
    for (const options of [zh, en]) {
      const { bytes } = await markdownToPdf(markdown, options);
      expectComplete(markdown, bytes);
      expectInside(bytes);
    }
  });

  function table(rows: number, row: (index: number) => string): string {
    return `| 帧 | 地址 | 说明 | 摘要 |\n|--:|---|---|---|\n${Array.from({ length: rows }, (_, index) => row(index)).join('\n')}`;
  }
});

describe('hostile input', () => {
  const hostile = [
    '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>',
    '![](/etc/passwd) ![x](http://127.0.0.1:1/x.png) [x](javascript:alert(1)) [y](file:///etc/passwd)',
    '# length\n\n# map\n\n# constructor\n\n# __proto__\n\n[a](#__proto__) [b](#toString)',
    '# \n\n##  \n\n- \n\n>\n\n| |\n|-|\n| |\n\n```\n```\n\n---',
    '\u0000\u0007\u001b[31m\u202e\ud800 \udfff\ufeff\u200b\u2028\u2029\uffff',
    `${'> '.repeat(60)}deep`,
    `${'- '.repeat(40)}deep`,
    `${'*'.repeat(1000)}a${'_'.repeat(1000)}`,
    '[[toc]]\n\n[[toc]]\n\n## a\n\n## a\n\n## a\n\n## a\n\n## a',
    '',
  ];
  it.each(hostile.map((markdown) => [JSON.stringify(markdown).slice(0, 60), markdown] as const))(
    'prints %s without harm',
    async (_, markdown) => {
      const { bytes } = await markdownToPdf(markdown, en);
      expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
      const raw = Buffer.from(bytes).toString('latin1');
      expect(raw).not.toMatch(/\/JavaScript|\/Launch|\/EmbeddedFile|file:\/\/|javascript:/);
      if (hasQpdf) inspect(bytes, 'qpdf', '--check', 'FILE');
    },
  );

  it('keeps the metadata well-formed whatever the title holds', async () => {
    const title = 'A & B <c> "d" \u0000\ud800 甲';
    const { bytes } = await markdownToPdf('x', { ...en, title, subject: '&<>', author: '<', keywords: ']]>' });
    const xmp = /<\?xpacket begin[\s\S]*(?=<\?xpacket end)/.exec(Buffer.from(bytes).toString('utf8'))?.[0] ?? '';
    expect(xmp).toContain('A ＆ B ‹c› "d"');
    expect(xmp.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>&]/);
    expect(xmp).not.toContain('\u0000');
  });

  it('cuts a running title that is too long for its line', async () => {
    const { bytes } = await markdownToPdf(Array.from({ length: 90 }, () => '文字').join('\n\n'), {
      ...zh,
      title: '很长的标题'.repeat(60),
      footerText: 'x'.repeat(900),
    });
    if (hasPoppler) expectInside(bytes);
  });
});
