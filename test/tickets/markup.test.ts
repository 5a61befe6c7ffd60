/** The same Markdown in the markup of each system; nothing from outside becomes markup. */
import { describe, expect, it } from 'vitest';
import { markdownText } from '../../src/narrative/escape.ts';
import { toAdf } from '../../src/tickets/markup/adf.ts';
import { fitted } from '../../src/tickets/markup/fit.ts';
import { toHtmlMarkup } from '../../src/tickets/markup/html.ts';
import { toJiraWiki } from '../../src/tickets/markup/jira-wiki.ts';
import { toPlain } from '../../src/tickets/markup/plain.ts';
import { toTextile } from '../../src/tickets/markup/textile.ts';

const markdown =
  "## 结论\n\n**已证实：**端口 `80` 关闭。\n\n- 一\n- **二**\n\n1. x\n\n```sh\nss -ltn | grep '<80>'\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n---\n";

it.each([
  [
    'Textile',
    toTextile,
    "h2. 结论\n\n*已证实：*端口 <code>80</code> 关闭。\n\n* 一\n* *二*\n\n# x\n\n<pre>\nss -ltn | grep '&lt;80&gt;'\n</pre>\n\n|_. a |_. b |\n| 1 | 2 |\n\n---\n",
  ],
  [
    'Jira wiki',
    toJiraWiki,
    "h2. 结论\n\n*已证实：*端口 {{80}} 关闭。\n\n* 一\n* *二*\n\n# x\n\n{noformat}\nss -ltn | grep '<80>'\n{noformat}\n\n||a||b||\n|1|2|\n\n----\n",
  ],
  [
    'HTML',
    toHtmlMarkup,
    "<h2>结论</h2>\n<p><strong>已证实：</strong>端口 <code>80</code> 关闭。</p>\n<ul><li><p>一</p></li><li><p><strong>二</strong></p></li></ul>\n<ol><li><p>x</p></li></ol>\n<pre>ss -ltn | grep '&lt;80&gt;'</pre>\n<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>\n<hr>\n",
  ],
  [
    'text',
    toPlain,
    "结论\n\n已证实：端口 80 关闭。\n\n- 一\n- 二\n\n1. x\n\n  ss -ltn | grep '<80>'\n\na  b\n1  2\n\n----\n",
  ],
] as const)('writes %s', (_name, convert, expected) => {
  expect(convert(markdown)).toBe(expected);
});

it('writes the Atlassian Document Format', () => {
  const { content } = toAdf('**a** `b`\n\n- c\n');
  expect(content).toEqual([
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'a', marks: [{ type: 'strong' }] },
        { type: 'text', text: ' ' },
        { type: 'text', text: 'b', marks: [{ type: 'code' }] },
      ],
    },
    {
      type: 'bulletList',
      content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'c' }] }] }],
    },
  ]);
});

const hostile = '*x* _y_ {color:red} <script> [l|http://e] @a@ !i.png! "l":http://e |t| h1. {noformat} `c` \\';

describe('hostile text', () => {
  it('is no markup of Textile', () => {
    expect(toTextile(markdownText(hostile))).not.toMatch(/[*_{}<>[\]@!"|`\\]/);
  });

  it('is no element of HTML', () => {
    expect(toHtmlMarkup(markdownText(hostile)).match(/<[^>]*>/g)).toEqual(['<p>', '</p>']);
  });

  it('is escaped for Jira', () => {
    expect(toJiraWiki(markdownText(hostile)).replace(/\\./g, '')).not.toMatch(/[*_{}[\]!|]/);
    expect(toJiraWiki(`\`\`\`\n${hostile}\n\`\`\``).match(/\{noformat\}/g)).toHaveLength(2);
  });

  it('is the text itself in a document', () => {
    expect(JSON.stringify(toAdf(markdownText(hostile)))).not.toContain('"marks"');
  });
});

describe('the limit', () => {
  it.each([30, 60, 90, 150])('of %i characters is kept in the markup, not in Markdown', (limit) => {
    const long = Array.from({ length: 9 }, (_, index) => `- &lt;${index}&gt;\n\npara ${index}`).join('\n\n');
    const text = fitted(long, 'cut', limit, toTextile);
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(text).toMatch(/cut\n$/);
  });
});
