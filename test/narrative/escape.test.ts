import fc from 'fast-check';
import { Marked, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { visible } from '../../src/model/visible.ts';
import { codeCell, codeLines, codeSpan, fenceFor, markdownText } from '../../src/narrative/escape.ts';

const hostile = [
  '**bold** _em_ ~~gone~~ `code`',
  '[link](https://evil.example)',
  '![image](/etc/passwd)',
  '<script>alert(1)</script>',
  '<https://evil.example>',
  'https://evil.example www.evil.example a@evil.example',
  '# heading',
  '- item',
  '+ item',
  '1. item',
  '1) item',
  '---',
  '===',
  '> quote',
  '    indented code',
  'a | b | c',
  'line\nbreak\r\nand\ttab',
  '[2001:db8::1]:443',
  '[x]: https://evil.example',
  '\u202Ereversed\u200Bzero\u0000nul\u001b[31mred',
  '&amp; &lt; &copy;',
  '\\* \\\\',
  '```\nfence\n```',
  '|---|',
  '{{name}} {name}',
  '__proto__ tcp_v4_rcv()',
  '[ ] task',
  '*',
  '~~~',
  '\ud800',
];

/** The visible text of parsed Markdown, and the types of all tokens in it. */
function parsed(markdown: string): { text: string; types: Set<string> } {
  const marked = new Marked({ gfm: true });
  const types = new Set<string>();
  let text = '';
  marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    types.add(token.type);
    const inner = 'tokens' in token && token.tokens !== undefined && token.tokens.length > 0;
    if (inner || !['text', 'escape', 'codespan'].includes(token.type)) return;
    const said = (token as Tokens.Text).text;
    text += token.type === 'codespan' ? said : decode(said);
  });
  return { text, types };
}

function decode(text: string): string {
  const named: Record<string, string> = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    '#64': '@',
    '#58': ':',
    '#46': '.',
    '#39': "'",
  };
  return text.replace(/&(#?\w+);/g, (whole, name: string) => named[name] ?? whole);
}

const contexts: Record<string, { wrap: (text: string) => string; types: readonly string[] }> = {
  paragraph: { wrap: (text) => `a ${text} z`, types: ['paragraph', 'text', 'escape'] },
  lineStart: { wrap: (text) => `${text} z`, types: ['paragraph', 'text', 'escape'] },
  list: { wrap: (text) => `- ${text} z`, types: ['list', 'list_item', 'text', 'escape'] },
  heading: { wrap: (text) => `## a ${text} z`, types: ['heading', 'text', 'escape'] },
  quote: { wrap: (text) => `> ${text} z`, types: ['blockquote', 'paragraph', 'text', 'escape'] },
  cell: { wrap: (text) => `| h |\n| --- |\n| ${text} z |`, types: ['table', 'text', 'escape'] },
  strong: { wrap: (text) => `**a ${text} z**`, types: ['paragraph', 'strong', 'text', 'escape'] },
};

describe('visible', () => {
  it('shows what nobody could see', () => {
    expect(visible('a\u202Eb\u200Bc\u0000d\u001be')).toBe('a‹U+202E›b‹U+200B›c‹U+0000›d‹U+001B›e');
    expect(visible('\u{e0041}\ufeff\ud800')).toBe('‹U+E0041›‹U+FEFF›‹U+D800›');
  });

  it('keeps names in any script', () => {
    expect(visible('网关-03 Прокси ñandú')).toBe('网关-03 Прокси ñandú');
  });

  it('never leaves a control or format character', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => !/[\p{Cc}\p{Cf}]/u.test(visible(raw))));
  });
});

describe.each(Object.entries(contexts))('markdownText in a %s', (_, { wrap, types }) => {
  it.each(hostile)('prints %j as it is', (raw) => {
    const { text, types: found } = parsed(wrap(markdownText(raw)));
    const expected = visible(raw).trim();
    expect([...found].filter((type) => !types.includes(type))).toEqual([]);
    expect(text).toContain(expected);
  });

  it('prints any text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (raw) => {
        const { types: found } = parsed(wrap(markdownText(raw)));
        return [...found].every((type) => types.includes(type));
      }),
    );
  });
});

describe('code', () => {
  it.each(hostile)('a span holds %j', (raw) => {
    const { text, types } = parsed(`a ${codeSpan(raw)} z`);
    expect([...types].sort()).toEqual(['codespan', 'paragraph', 'text']);
    expect(text).toContain(visible(raw).trim());
  });

  it.each(hostile)('a table cell holds %j', (raw) => {
    const { text, types } = parsed(`| h | i |\n| --- | --- |\n| ${codeCell(raw)} | z |`);
    expect([...types].sort()).toEqual(['codespan', 'table', 'text']);
    expect(text).toContain(visible(raw).trim());
  });

  it.each(hostile)('a block holds %j', (raw) => {
    const lines = codeLines(raw);
    const fence = fenceFor(lines);
    const tokens = new Marked({ gfm: true }).lexer(`${fence}sh\n${lines}\n${fence}\n\nafter`);
    expect(tokens.filter(({ type }) => type !== 'space').map(({ type }) => type)).toEqual(['code', 'paragraph']);
  });

  it('of nothing is nothing', () => {
    expect(codeSpan('')).toBe('');
  });
});

describe('markdownText', () => {
  it('leaves names of functions readable', () => {
    expect(markdownText('tcp_v4_rcv() 192.0.2.7:443')).toBe('tcp_v4_rcv() 192.0.2.7:443');
  });
});
