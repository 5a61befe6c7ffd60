/** What strangers wrote, in every document: letter, comment, HTML and PDF show it and do not obey it. */
import { Marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../src/figures/draw.ts';
import { tellComment, tellLetter } from '../../src/narrative/brief.ts';
import { tellReport } from '../../src/narrative/markdown.ts';
import { toHtml, toPdf } from '../../src/prints.ts';
import { inspect, isInstalled, needing } from '../pdf/tools.ts';
import { sheets, testCatalogue } from '../support/catalogue.ts';
import { analysis, finding, verdict } from '../support/verdict.ts';

const names = [
  '`|*<b>[x](https://e.example)\n# h\u202e\u001b[31m',
  '=HYPERLINK("https://e.example","x")',
  '</article><script>alert(1)</script>',
  '![x](file:///etc/passwd) www.e.example a@e.example',
  '```\n\n# h\n\n- [ ] x',
  '\u2066\u2069\u200b\ufeff\u{e0041}',
];

const LIMIT = 4000;
const options = { causes: sheets };

function told(evil: string) {
  const [capture] = analysis().captures;
  if (capture === undefined) throw new Error('no capture');
  const lead = verdict({
    common: { ...verdict().common, client: evil, server: evil, sender: evil, receiver: evil },
    client: { address: evil, port: 1 },
    server: { address: evil, port: 2 },
    payload: new TextEncoder().encode(`${evil.replace(/[^ -~]/g, '')} is what it says`),
  });
  const { cause, confidence, impact, connections, fingerprint } = finding();
  const rule = { line: 1, service: evil, reason: evil, by: evil, expires: '2027-01-31' };
  return analysis({
    captures: [{ ...capture, name: evil }],
    verdicts: [lead],
    findings: [finding({ service: evil, standing: 'new', suppressedBy: 0 })],
    triage: {
      baseline: { name: evil, captures: [evil] },
      gone: [{ cause, confidence, impact, connections, fingerprint, service: evil }],
      ignoreFile: evil,
      rules: [{ ...rule, state: 'applies', findings: ['f1'] }],
      date: '2026-11-20',
    },
  });
}

const documents = (evil: string) => ({
  report: tellReport(told(evil), testCatalogue('en'), options),
  letter: tellLetter(told(evil), testCatalogue('en'), options),
  comment: { markdown: tellComment(told(evil), testCatalogue('en'), options, LIMIT), figures: [], cover: null },
});

/** How often each kind of token occurs. */
function shapeOf(markdown: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const marked = new Marked({ gfm: true });
  marked.walkTokens(marked.lexer(markdown), ({ type }) => {
    counts[type] = (counts[type] ?? 0) + 1;
  });
  return counts;
}

/** Every control and format character but the line feed. */
const ACTING = /(?!\n)[\p{Cc}\p{Cf}]/u;

describe.each(names)('the name %j', (evil) => {
  it.each(['report', 'letter', 'comment'] as const)('changes no structure of the %s', (kind) => {
    const { markdown } = documents(evil)[kind];
    const found = shapeOf(markdown);
    const plain = shapeOf(documents('192.0.2.7')[kind].markdown);
    for (const type of ['link', 'image', 'html', 'em', 'del']) expect(found[type] ?? 0, type).toBe(0);
    for (const type of ['heading', 'code', 'blockquote', 'table', 'list', 'list_item', 'hr'])
      expect(found[type] ?? 0, type).toBe(plain[type] ?? 0);
    expect(markdown).not.toMatch(ACTING);
  });

  it('is text in HTML, drawings included', async () => {
    const page = async (name: string): Promise<string> => {
      const { report } = documents(name);
      return toHtml([{ language: 'en', ...report }]);
    };
    const tags = (html: string): readonly string[] => html.match(/<\/?[a-zA-Z][a-zA-Z0-9]*/g) ?? [];
    const found = await page(evil);
    expect(tags(found)).toEqual(tags(await page('192.0.2.7')));
    expect(found).not.toMatch(ACTING);
    for (const figure of documents(evil).report.figures) expect(drawFigure(figure)).not.toMatch(ACTING);
  });

  it.skipIf(!isInstalled('pdftotext'))(needing('pdftotext', 'is text in the PDF'), async () => {
    const { markdown, cover, figures } = documents(evil).report;
    const { bytes } = await toPdf(markdown, { language: 'en', cover, figures, date: new Date(0) });
    expect(inspect(bytes, 'pdftotext', '-raw', 'FILE', '-').replaceAll('\f', '')).not.toMatch(ACTING);
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/S \/(?:URI|JavaScript|Launch)/);
  });
});
