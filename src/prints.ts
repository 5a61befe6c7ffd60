/** Prints what documents.ts tells: Markdown → PDF, Markdown → HTML, with the figures drawn. */
import { drawFigure } from './figures/draw.ts';
import type { AlertKind } from './markdown/alert.ts';
import type { Brand } from './model/brand.ts';
import type { FigureData } from './model/figure.ts';
import { pair } from './narrative/bilingual/pair.ts';
import type { Piece } from './narrative/bilingual/report.ts';
import { catalogueFor, type TextFolders } from './narrative/catalogue-files.ts';
import { codeCell, markdownText } from './narrative/escape.ts';
import type { ToldReport } from './narrative/markdown.ts';
import * as plain from './narrative/plain-text.ts';
import { renderTemplate } from './narrative/template.ts';
import type { Attachment, Pdf } from './pdf/write-pdf.ts';

export interface PdfPrintOptions {
  readonly language: string;
  /** The second language of a document in two. */
  readonly also?: string;
  /** Texts of a user. */
  readonly folders?: TextFolders;
  /** Its colours, logo, author and footer; its facts stand in the Markdown. */
  readonly brand?: Brand;
  /** The date in the file, and the only one: the same input gives the same bytes. */
  readonly date: Date;
  readonly keywords?: string;
  readonly narrowMargins?: boolean;
  /** Drawn in place of the fenced blocks of the same id. */
  readonly figures?: readonly FigureData[];
  /** Markdown of the cover; null or left out: the document has none. */
  readonly cover?: string | null;
  /** Files that the document carries, which its cover names. */
  readonly attachments?: readonly Attachment[];
}

/** Sentences of the command line's group in one language. */
type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** In one language, or in two side by side. */
const sayIn =
  (folders: TextFolders, language: string, also?: string): Say =>
  (key, values = {}) => {
    const said = (tag: string): string => plain.uiText(catalogueFor(tag, folders), `cli.${key}`, values);
    return also === undefined ? said(language) : pair(said(language), said(also));
  };

/** Prints a report as PDF. */
export async function toPdf(
  markdown: string,
  {
    language,
    also,
    folders = {},
    brand = {},
    date,
    keywords,
    narrowMargins = false,
    figures = [],
    cover = null,
    attachments = [],
  }: PdfPrintOptions,
): Promise<Pdf> {
  // Loaded only here: marked and the fonts are not needed by anybody else.
  const { markdownToPdf } = await import('./pdf/write-pdf.ts');
  const say = sayIn(folders, language, also);
  return markdownToPdf(markdown, {
    language,
    title: titleOf(markdown),
    subject: say('pdf.subject'),
    ...(keywords === undefined ? {} : { keywords }),
    date,
    narrowMargins,
    ...(brand.author === undefined ? {} : { author: brand.author }),
    footerText: footOf(brand),
    brand,
    ...(cover === null ? {} : { cover: withAttachments(cover, attachments, say) }),
    attachments,
    figures: new Map(figures.map((figure) => [figure.id, { svg: drawFigure(figure), alt: figure.title }])),
    labels: {
      page: (page, pages) => say('pdf.page', { page, pages }),
      contents: say('pdf.contents'),
      continued: say('pdf.continued'),
      alerts: alertsIn(say),
    },
  });
}

/** What stands at the foot of each page. */
function footOf({ classification, footer }: Brand): string {
  return [classification, footer].filter((text) => text !== undefined).join(' · ');
}

/** Names the attached files in a last row of the cover's table. */
function withAttachments(cover: string, attachments: readonly Attachment[], say: Say): string {
  if (attachments.length === 0) return cover;
  const files = attachments.map(({ name, description }) => `${codeCell(name)} ${markdownText(description)}`);
  return `${cover.trimEnd()}\n| ${say('pdf.attached')} | ${files.join('; ')} |\n`;
}

const ALERTS = ['note', 'tip', 'important', 'warning', 'caution'] as const;

function alertsIn(say: Say): Readonly<Record<AlertKind, string>> {
  return Object.fromEntries(ALERTS.map((kind) => [kind, say(`alerts.${kind}`)])) as Record<AlertKind, string>;
}

/** The first heading without its escapes (CommonMark §2.4, §2.5). */
function titleOf(markdown: string): string {
  const heading = /^# (.*)$/m.exec(markdown)?.[1] ?? '';
  return heading
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A report to be one article of a page. */
export interface HtmlReport extends Pick<ToldReport, 'markdown' | 'figures'> {
  readonly language: string;
  /** The second language of a report in two, and the stretches of its Markdown. */
  readonly also?: string;
  readonly pieces?: readonly Piece[];
}

/** Prints reports in several languages as one HTML file, with a switch between them; one report alone has none. */
export async function toHtml(
  reports: readonly HtmlReport[],
  { folders = {}, brand = {} }: Pick<PdfPrintOptions, 'folders' | 'brand'> = {},
): Promise<string> {
  const { writeHtml, escapeHtml } = await import('./html/write-html.ts');
  const editions = reports.map(({ language, also, markdown, figures, pieces }) => {
    const say = sayIn(folders, language, also);
    return {
      language,
      name: plain.uiText(catalogueFor(language, folders), 'language.name'),
      pieces: pieces ?? [{ language: null, markdown }],
      figures: new Map(figures.map((figure) => [figure.id, { svg: drawFigure(figure), title: figure.title }])),
      words: {
        contents: say('pdf.contents'),
        copyFilter: say('html.copyFilter'),
        copyCommand: say('html.copyCommand'),
        copied: say('html.copied'),
        skip: say('html.skip'),
        languages: say('html.languages'),
        alerts: alertsIn(say),
      },
    };
  });
  const catalogue = catalogueFor(reports[0]?.language ?? 'en', folders);
  const look = { ...brand, foot: footOf(brand) };
  return writeHtml(editions, look, (name, view) => renderTemplate(catalogue, name, view, escapeHtml));
}
