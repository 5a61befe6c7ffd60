import type { Content } from 'pdfmake/interfaces.js';
import { describe, expect, it } from 'vitest';
import { findSections } from '../../src/markdown/sections.ts';
import { blocks } from '../../src/pdf/blocks.ts';
import { fontChains } from '../../src/pdf/fonts.ts';
import type { PdfOptions } from '../../src/pdf/options.ts';
import { documentOf } from '../../src/pdf/write-pdf.ts';
import { reportOptions } from './report-options.ts';

function content(markdown: string, options: PdfOptions = reportOptions['zh-CN']): Content[] {
  const glyphs = { chains: fontChains(options.language), missing: new Map<number, number>() };
  return documentOf(markdown, options, glyphs).content as Content[];
}

/** Text runs of the first block, as `text|property…` with only the properties of interest. */
function runs(markdown: string, options?: PdfOptions): readonly string[] {
  const [block] = content(markdown, options);
  const { text } = block as { text: readonly Record<string, unknown>[] };
  return text.map(({ text: written, ...look }) => {
    const shown = Object.entries(look).filter(
      ([name]) => !['color', 'background', 'fontSize', 'decorationColor'].includes(name),
    );
    return [String(written), ...shown.map(([name, value]) => `${name}=${String(value)}`)].join('|');
  });
}

describe('text', () => {
  it('is bold next to Chinese punctuation', () => {
    expect(runs('这是**“伪造”**报文，因此**并非服务器（RST）**的')).toEqual([
      '这是',
      '“伪造”|bold=true',
      '报文，因此',
      '并非服务器（RST）|bold=true',
      '的',
    ]);
  });

  it('has emphasis: italics in Latin, dots below Chinese', () => {
    expect(runs('a *b* c', reportOptions.en)).toEqual(['a ', 'b|italics=true', ' c']);
    expect(runs('甲*乙*')).toEqual(['甲', '乙|decoration=underline|decorationStyle=dotted']);
  });

  it('chooses a font for each character', () => {
    expect(runs('端口 ✗ 关闭')).toEqual(['端口 ', '✗ |font=Symbols', '关闭']);
    expect(runs('the server’s 王喆', reportOptions.en)).toEqual(['the server’s ', '王喆|font=Han']);
    expect(runs('**台灣**')).toEqual(['台|bold=true', '灣|bold=false']);
    expect(runs('`a 端 b`')).toEqual(['a |font=Mono', '端', ' b|font=Mono']);
    expect(runs('`ss -ltn` 命令')).toEqual(['ss -ltn|font=Mono', ' 命令']);
  });

  it('joins the lines of Chinese text without a space, and others with one', () => {
    expect(runs('由服务器\n发出')).toEqual(['由服务器发出']);
    expect(runs('发出，\n“而是”\n设备')).toEqual(['发出，“而是”设备']);
    expect(runs('the\nserver', reportOptions.en)).toEqual(['the server']);
    expect(runs('**甲**\n乙 RST\n丙')).toEqual(['甲|bold=true', '乙 RST 丙']);
  });

  it('keeps the line breaks the author asked for', () => {
    expect(runs('甲  \n乙')).toEqual(['甲', '\n', '乙']);
  });

  it('decodes entities, also where they hide markup', () => {
    expect(runs('&lt;b&gt; &amp;amp; &#42;&#x2a; &unknown; &#0;', reportOptions.en)).toEqual([
      '<b> &amp; ** &unknown; ‹U+FFFD›',
    ]);
  });

  it('prints HTML as the text it is', () => {
    expect(runs('<b>x</b> <script>alert(1)</script>', reportOptions.en)).toEqual([
      '<b>x</b> <script>alert(1)</script>',
    ]);
  });

  it('shows characters that cannot or must not be printed', () => {
    expect(runs('a\u202eb🔴c⚠\ufe0f', reportOptions.en).join('')).toBe('a‹U+202E›b‹U+1F534›c⚠|font=Han');
  });
});

describe('links', () => {
  it('lead to web and mail addresses and to headings', () => {
    expect(runs('[a](https://a.example/?x=1&amp;y=2) [b](mailto:b@example.org)')).toEqual([
      'a|link=https://a.example/?x=1&y=2',
      ' ',
      'b|link=mailto:b@example.org',
    ]);
    expect(runs('[证据](#evidence)\n\n# 证据 {#evidence}')).toEqual(['证据|linkToDestination=section-1']);
    expect(runs('[x](#%E8%AF%81%E6%8D%AE)\n\n# 证据')).toEqual(['x|linkToDestination=section-1']);
  });

  it.each([
    'javascript:alert(1)',
    'javascript&#58;alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    '/etc/passwd',
    '#nowhere',
    '#%',
    'JAVASCRIPT:x',
    'vbscript:x',
  ])('are plain text when they lead to %s', (href) => {
    expect(runs(`[x](${href})`)).toEqual(['x']);
  });

  it('are not made of bare addresses, which would swallow Chinese', () => {
    expect(runs('见https://a.example/路径，然后')).toEqual(['见https://a.example/路径，然后']);
  });

  it('show only the description of an image', () => {
    expect(runs('![说明](/etc/passwd)')).toEqual(['说明']);
  });
});

describe('headings', () => {
  it('become bookmarks that nest, whatever they are called', () => {
    const titles = content('# T\n\n## length\n\n### map `x|y`\n\n## length\n\n#### constructor').filter(
      (block) => (block as { id?: string }).id,
    );
    expect(
      titles
        .map((block) => block as unknown as Record<string, unknown>)
        .map(({ id, outlineText, outlineParentId }) => [id, outlineText, outlineParentId]),
    ).toEqual([
      ['section-1', 'T', undefined],
      ['section-2', 'length', 'section-1'],
      ['section-3', 'map x|y', 'section-2'],
      ['section-4', 'length', 'section-1'],
      ['section-5', 'constructor', 'section-4'],
    ]);
  });

  it('do not print their anchor', () => {
    expect(runs('## 为什么 {#why}')).toEqual(['为什么|bold=true']);
    expect(content('## {#why}')).toEqual([]);
  });
});

describe('blocks', () => {
  it('fill the width with a table whose columns are all of known width', () => {
    const [table] = content(
      '| 帧 | 说明 |\n|--:|---|\n| 1 | `9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08` |',
    );
    const { widths, body } = (table as { table: { widths: number[]; body: { alignment?: string }[][] } }).table;
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(595.28 - 100 - 20, 6);
    expect(body.map((row) => row.map(({ alignment }) => alignment))).toEqual([
      ['right', undefined],
      ['right', undefined],
    ]);
  });

  it('treat a table without header words as names and values', () => {
    const [table] = content('| | |\n|---|---|\n| 服务 | 443 |');
    expect((table as { table: object }).table).toMatchObject({
      body: [[{ text: [{ text: '服务', bold: true }] }, { text: [{ text: '443' }] }]],
    });
  });

  it('put a figure in place of the block that names it, and print the code when there is none', () => {
    expect(content('```mermaid figure=ladder\nx\n```')).toMatchObject([
      { svg: expect.stringContaining('<svg') as string, fit: [expect.any(Number), expect.any(Number)] },
    ]);
    expect(JSON.stringify(content('```mermaid figure=none\nsequenceDiagram\n```'))).toContain(
      '"text":"sequenceDiagram"',
    );
    expect(JSON.stringify(content('```mermaid\nfigure=ladder\n```'))).toContain('"text":"figure=ladder"');
  });

  it('name the font of each text in a figure', () => {
    const svg = '<svg width="10" height="10"><text>a &lt; ✗ 甲</text></svg>';
    const options = { ...reportOptions.en, figures: new Map([['f', { svg, alt: '' }]]) };
    expect(content('```text figure=f\n```', options)).toMatchObject([
      {
        svg: '<svg width="10" height="10"><text>a &lt; <tspan font-family="Symbols">✗ </tspan><tspan font-family="Han">甲</tspan></text></svg>',
      },
    ]);
  });

  it.each(['<image href="/etc/passwd"/>', '<!DOCTYPE svg>', '<rect fill="url(/x)"/>', '<use xlink:href="file:///x"/>'])(
    'refuse a figure with %s',
    (part) => {
      const options = { ...reportOptions.en, figures: new Map([['f', { svg: `<svg>${part}</svg>`, alt: '' }]]) };
      expect(() => content('```text figure=f\n```', options)).toThrow('outside itself');
    },
  );

  it('label callouts in the language of the report', () => {
    expect(JSON.stringify(content('> [!WARNING]\n> 小心'))).toMatch(/"text":"注意".*"text":"小心"/);
    expect(JSON.stringify(content('> [!OTHER]\n> x'))).toContain('[!OTHER] x');
  });

  it('mark tasks with boxes', () => {
    expect(JSON.stringify(content('- [x] 甲\n- [ ] 乙'))).toMatch(/☑.*甲.*☐.*乙/);
  });

  it('number a list from where it starts', () => {
    expect(JSON.stringify(content('9. x\n10. y'))).toMatch(/"9\."\}.*"x".*"10\."\}.*"y"/);
  });

  it('keep code as it is: spaces, empty lines, and long lines in full', () => {
    const [code] = content(`\`\`\`\n  a  b\n\n${'x'.repeat(150)}\n\`\`\``);
    const { body } = (code as { table: { body: { stack: { text: string | { text: string }[] }[] }[][] } }).table;
    const lines = body[0]?.[0]?.stack.map(({ text }) =>
      typeof text === 'string' ? text : text.map((run) => run.text).join(''),
    );
    expect(lines?.slice(0, 2)).toEqual(['  a  b', ' ']);
    expect(lines?.slice(2).join('')).toBe('x'.repeat(150));
    expect(lines).toHaveLength(4);
  });

  it('set code smaller where all its lines fit then, and else break it at a space', () => {
    const lines = (source: string): readonly { text: { text: string }[]; fontSize: number }[] => {
      const [code] = content(`\`\`\`\n${source}\n\`\`\``);
      const { body } = (code as { table: { body: { stack: { text: { text: string }[]; fontSize: number }[] }[][] } })
        .table;
      return body[0]?.[0]?.stack ?? [];
    };
    expect(lines('x'.repeat(90)).map(({ fontSize }) => fontSize)).toEqual([8.2]);
    const [slightlyLong, ...more] = lines('x'.repeat(103));
    expect(more).toEqual([]);
    expect(slightlyLong?.fontSize).toBeLessThan(8.2);
    const broken = lines(`${'x'.repeat(80)} ${'y'.repeat(60)}`);
    expect(broken.map(({ text }) => text[0]?.text)).toEqual([`${'x'.repeat(80)} `, 'y'.repeat(60)]);
    expect(broken[0]?.fontSize).toBe(8.2);
  });

  it('give a Chinese character two columns in code', () => {
    const [code] = content('```\n端口 |\n```');
    const { body } = (code as { table: { body: { stack: { text: { text: string; fontSize?: number }[] }[] }[][] } })
      .table;
    const [han, mono] = body[0]?.[0]?.stack[0]?.text ?? [];
    expect([han?.text, mono?.text]).toEqual(['端口', ' |']);
    const { chain } = fontChains('zh-CN');
    const column = (chain({ mono: true, look: 'regular' })[0]?.face.advance(0x7c) ?? 0) * 8.2;
    expect(han?.fontSize).toBeCloseTo(2 * column, 1);
  });

  it('keep the text of a footnote', () => {
    expect(runs('[^1]: 脚注文字')).toEqual(['[^1]: 脚注文字']);
  });

  it('refuse a token they have no rule for', () => {
    const context = {
      glyphs: { chains: fontChains('en'), missing: new Map() },
      options: reportOptions.en,
      sections: findSections([]),
      blocks,
    };
    const frame = { width: 400, fontSize: 10, gap: 7, depth: 0 };
    expect(() => blocks([{ type: 'video', raw: '' }], frame, context)).toThrow(
      'no rule for the Markdown block "video"',
    );
    const inline = { type: 'paragraph', raw: '', text: '', tokens: [{ type: 'sound', raw: '' }] };
    expect(() => blocks([inline], frame, context)).toThrow('no rule for the inline Markdown token "sound"');
  });

  it('print a table of contents only where it is asked for and useful', () => {
    const sections = (count: number): string =>
      Array.from({ length: count }, (_, index) => `## S${index}\n\nx`).join('\n\n');
    expect(JSON.stringify(content(`[[toc]]\n\n${sections(5)}`))).toContain('"pageReference":"section-5"');
    expect(JSON.stringify(content(`[[toc]]\n\n${sections(4)}`))).not.toMatch(/pageReference|toc/);
    expect(JSON.stringify(content(sections(9)))).not.toContain('pageReference');
  });
});

describe('the pages behind a cover', () => {
  it('end without space below, which would need a page of its own where the text fills the last one', () => {
    const cover = '| | |\n| --- | --- |\n| File | x.pcap |\n';
    const document = content('# T\n\nBelow.\n\nVerdict.\n\n- a\n- b\n\n[[toc]]\n\n## Part\n\nText.\n', {
      ...reportOptions.en,
      cover,
    }) as { pageBreak?: string; margin?: number[] }[];
    const breaks = document.flatMap(({ pageBreak }, index) => (pageBreak === 'before' ? [index] : []));
    expect(breaks).toHaveLength(2);
    expect(document[(breaks[1] ?? 0) - 1]?.margin?.[3]).toBe(0);
  });
});
