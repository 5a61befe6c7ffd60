/** The reports of recorded captures, as a customer gets them: no wasted page, nothing torn apart, nothing lost. */
import { fileURLToPath } from 'node:url';
import type { Token, Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { tellReport, uiText } from '../../src/documents.ts';
import { plainText } from '../../src/markdown/sections.ts';
import { markdownTokens } from '../../src/markdown/tokens.ts';
import type { FigureData } from '../../src/model/figure.ts';
import { analyze } from '../../src/pipeline.ts';
import { toPdf } from '../../src/prints.ts';
import { expectComplete, expectInside } from './expectations.ts';
import { bodyLines, bodyText, folded, isInstalled, needing, wordsOfPages } from './tools.ts';

const samples = [
  'demo',
  'linger-zero',
  'port-closed-syn-refused',
  'on-path-injection-burst',
  'late-data-after-close-ipv6',
  'healthy-traffic-harmless-rst',
  'syn-into-silence-no-rst',
];
const languages = ['zh-CN', 'en'];

/** Top and height of the room between header and footer, in points. */
const BODY = { top: 62, height: 722 };

/** The emptiest page allowed, but for the last, as a share of its height: a block of code with its title may have to move. */
const LEAST_FILLED = 0.6;

interface Report {
  readonly tokens: readonly Token[];
  readonly markdown: string;
  readonly bytes: Uint8Array;
  readonly figures: readonly FigureData[];
  /** Lines of each page, in the form in which texts are compared. */
  readonly lines: readonly (readonly string[])[];
}

describe.skipIf(!isInstalled('pdftotext'))(needing('pdftotext', 'the printed report'), () => {
  describe.each(samples)('of %s', (sample) => {
    const path = fileURLToPath(new URL(`../../samples/${sample}/capture.pcap`, import.meta.url));
    const analysis = analyze(path);

    describe.each(languages)('in %s', (language) => {
      const report = analysis.then(async (told): Promise<Report> => {
        const { markdown, cover, figures } = tellReport(told, { language });
        const { bytes } = await toPdf(markdown, { language, cover, figures, date: new Date('2026-11-22T00:00:00Z') });
        const tokens = markdownTokens(markdown).filter(({ type }) => type !== 'space');
        return { markdown, bytes, tokens, figures, lines: bodyLines(bytes).map((page) => page.map(folded)) };
      });

      it('holds every text, within the page', async () => {
        const { markdown, bytes } = await report;
        expectComplete(markdown, bytes);
        expectInside(bytes);
      });

      it('draws its figures with their words', async () => {
        const { bytes, figures } = await report;
        const printed = bodyText(bytes);
        for (const figure of figures) expect(printed).toContain(folded(wordOf(figure)));
      });

      it('has no page that is half empty, but for those that end a part', async () => {
        const shares = wordsOfPages((await report).bytes).map((words) => {
          const bottoms = words.map(({ yMax }) => yMax).filter((yMax) => yMax < BODY.top + BODY.height + 8);
          return (Math.max(...bottoms) - BODY.top) / BODY.height;
        });
        // The cover and the customer's pages end where the next part begins.
        const end = shares.length - 1;
        const own = (await report).markdown.includes('[[toc]]') ? 2 : 1;
        expect(shares.slice(own, end).filter((share) => share < LEAST_FILLED)).toEqual([]);
      });

      it('keeps headings and introductions with what follows them', async () => {
        const { tokens, lines } = await report;
        const leading = tokens.filter((token, index) => isLeading(token, tokens[index + 1])).map(textOf);
        expect(leading.length).toBeGreaterThan(4);
        const stranded = lines.slice(0, -1).flatMap((page) => leading.filter((text) => endsWith(page, text)));
        expect(stranded).toEqual([]);
      });

      it('prints the contents in one piece, with the right pages', async () => {
        const { tokens, markdown, lines } = await report;
        if (!markdown.includes('[[toc]]')) return;
        const title = folded(uiText(language, 'cli.pdf.contents'));
        const page = lines.findIndex((page) => page.includes(title));
        const printed = (lines[page] ?? []).slice((lines[page] ?? []).indexOf(title) + 1).join('\n');
        const sections = tokens.filter((token) => token.type === 'heading' && (token as Tokens.Heading).depth === 2);
        expect(sections.length).toBeGreaterThanOrEqual(5);
        for (const text of sections.map(textOf)) {
          const at = lines.findIndex((page) => page.includes(text));
          expect(printed, text).toContain(`${text}${at + 1}`);
        }
      });
    });
  });
});

/** A text that is nowhere but in the drawing. */
function wordOf(figure: FigureData): string {
  switch (figure.kind) {
    case 'ladder':
      return figure.lifelines[0]?.address ?? '';
    case 'plot':
      return figure.legend[0]?.label ?? '';
    case 'silence':
      return figure.axis;
    case 'lanes':
      return figure.lanes[0]?.total ?? '';
  }
}

/** Whether the last lines of a page are a text, whole and alone. */
function endsWith(page: readonly string[], text: string): boolean {
  return page.some((_, start) => page.slice(start).join('') === text);
}

function isLeading(token: Token, next: Token | undefined): boolean {
  if (token.type === 'heading') return true;
  return token.type === 'paragraph' && ['list', 'table', 'code'].includes(next?.type ?? '');
}

const textOf = (token: Token): string => folded(plainText((token as Tokens.Heading | Tokens.Paragraph).tokens));
