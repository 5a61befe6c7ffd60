/** Markdown → HTML: what it may contain, whatever the Markdown holds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdownText } from '../../src/narrative/escape.ts';
import { toHtml } from '../../src/prints.ts';
import { figuresWith } from '../support/figures.ts';

const page = (markdown: string, figures = figuresWith('x')): Promise<string> =>
  toHtml([{ language: 'en', markdown, figures }]);

/** The article alone: the page around it is our own. */
const article = async (markdown: string): Promise<string> => {
  const html = await page(markdown);
  return html.slice(html.indexOf('<article'), html.indexOf('</main>'));
};

const ALLOWED =
  /^(?:article|h[1-6]|p|ul|ol|li|div|nav|table|thead|tbody|tr|th|td|pre|code|strong|em|del|a|br|hr|blockquote|label|input|button|figure|svg|title|desc|rect|line|path|circle|text)$/;

describe('raw HTML', () => {
  it.each([
    '<script>alert(1)</script>',
    'a <img src=x onerror=alert(1)> b',
    '<!-- x --><iframe src="https://e.example"></iframe>',
    '[x](javascript:alert(1)) [y](data:text/html,x) [z](vbscript:x)',
    '![x](https://e.example/a.png)',
    '`</code><script>x</script>`',
    '```\n</pre><script>x</script>\n```',
    '| <b>a</b> |\n| --- |\n| <svg onload=x> |',
    '# <style>*{}</style>',
    '```text figure="><script>\nx\n```',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
  ])('is text: %j', async (markdown) => {
    const html = await article(markdown);
    const tags = [...html.matchAll(/<\/?([a-zA-Z!][^\s/>]*)([^>]*)>/g)];
    expect(tags.filter(([, name = '']) => !ALLOWED.test(name)).map(([tag]) => tag)).toEqual([]);
    expect(tags.filter(([, , attributes = '']) => /\son\w+=|\ssrc=|javascript:|style=/i.test(attributes))).toEqual([]);
  });

  it('is text for every string a stranger may have written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (name) => {
        const html = await article(`# A ${markdownText(name)}\n\n| ${markdownText(name)} |\n| --- |\n| x |\n`);
        const names = [...html.matchAll(/<([a-z!][a-z0-9]*)/gi)].map(([, tag]) => tag);
        expect(names).toEqual(['article', 'h1', 'div', 'table', 'thead', 'tr', 'th', 'tbody', 'tr', 'td']);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the page', () => {
  it('asks for nothing: no address but those that a reader may follow', async () => {
    const html = await page('# T\n\n[a](https://e.example/)\n\n```text figure=ladder\nx\n```\n');
    const references = [...html.matchAll(/\b(?:src|href|action|poster|srcset|data)="([^"]*)"/g)].map(([, url]) => url);
    expect(references).toEqual(['#main', 'https://e.example/']);
    expect(html.replace('http://www.w3.org/2000/svg', '').match(/https?:\/\/[^"<]*/g)).toEqual(['https://e.example/']);
    expect(html).not.toMatch(/@import|url\(/);
  });

  it('allows only its own style and script', async () => {
    const html = await page('# T\n');
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src &#39;none&#39;; style-src &#39;sha256-\S+&#39;; script-src &#39;sha256-\S+&#39;;/,
    );
    expect(policy).not.toContain('unsafe');
  });

  it('draws figures in place of their blocks, and says the same only once', async () => {
    const html = await article(
      '# T\n\n```mermaid figure=ladder\nx\n```\n\n```text fallback=ladder\nsaid twice\n```\n\n```text figure=none\nkept\n```\n',
    );
    expect(html.match(/<svg /g)).toHaveLength(1);
    expect(html).not.toContain('said twice');
    expect(html).toContain('kept');
  });

  it('has a button for each filter and command, shown by its script alone', async () => {
    const html = await article('# T\n\n```wireshark\nframe.number == 1\n```\n\n```sh\nss\n```\n\n```text\nx\n```\n');
    expect(html.match(/<button type="button" class="copy" hidden /g)).toHaveLength(2);
    expect(html).toContain('aria-label="Copy filter: frame.number == 1"');
  });

  it('keeps ids of two languages apart', async () => {
    const markdown = '# T\n\n[[toc]]\n\n## A\n\n## B\n';
    const html = await toHtml(['zh-CN', 'en'].map((language) => ({ language, markdown, figures: [] })));
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).toContain('<a href="#zh-CN-section-2">A</a>');
  });
});
