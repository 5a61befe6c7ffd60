// Markdown → PDF. The same Markdown and options give the same bytes, on any machine and in any time zone.

import type { Token } from 'marked';
import type { Content, TDocumentDefinitions, TDocumentInformation } from 'pdfmake/interfaces.js';
import { findSections } from '../markdown/sections.ts';
import { markdownTokens } from '../markdown/tokens.ts';
import { attachedFiles } from './attachments.ts';
import { blocks } from './blocks.ts';
import type { DocumentContext, Frame } from './context.ts';
import { coverPage, onNewPage, splitPages } from './cover.ts';
import { fontRuns, type Glyphs } from './font-runs.ts';
import { fontChains, fontDictionary, fontPaths } from './fonts.ts';
import { withoutLastGap } from './gaps.ts';
import { type DocumentEnd, endAt, endMark, isSaved } from './last-page.ts';
import type { Pdf, PdfOptions } from './options.ts';
import { anchorBlocks, breaksBefore } from './page-breaks.ts';
import { footer, header } from './running.ts';
import {
  CONTENT_WIDTH,
  FONT_SIZES,
  NARROW_PAGE_MARGINS,
  PAGE_MARGINS,
  PARAGRAPH_GAP,
  ROOMY_PAGE_MARGINS,
  styles,
} from './theme.ts';

export type { Attachment, Pdf, PdfOptions } from './options.ts';

/** Prints a Markdown document (GitHub flavour) as A4 pages with bookmarks, page numbers and embedded fonts. */
export async function markdownToPdf(markdown: string, options: PdfOptions): Promise<Pdf> {
  const glyphs: Glyphs = { chains: fontChains(options.language), missing: new Map() };
  const ordinary = await print(documentOf(markdown, options, glyphs));
  const { bytes } = isSaved(ordinary.end) ? await shorter(markdown, options, ordinary) : ordinary;
  const missingGlyphs = [...glyphs.missing].map(([codePoint, count]) => ({ codePoint, count }));
  return { bytes, missingGlyphs: missingGlyphs.sort((a, b) => a.codePoint - b.codePoint) };
}

/** A finished document, and where it ends. */
interface Print {
  readonly bytes: Uint8Array;
  readonly end: DocumentEnd;
}

/** Prints again on pages with a little more room, and keeps what has fewer pages. */
async function shorter(markdown: string, options: PdfOptions, ordinary: Print): Promise<Print> {
  // The characters no font has were counted the first time.
  const uncounted: Glyphs = { chains: fontChains(options.language), missing: new Map() };
  const roomy = await print(documentOf(markdown, options, uncounted, ROOMY_PAGE_MARGINS));
  return roomy.end.page < ordinary.end.page ? roomy : ordinary;
}

async function print(definition: TDocumentDefinitions): Promise<Print> {
  // Loaded only here: the command line must start without pdfmake, which takes a quarter of a second.
  const { default: pdfmake } = await import('pdfmake');
  pdfmake.setFonts(fontDictionary());
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => fontPaths.has(path));
  const mark = endMark();
  const bytes = await pdfmake.createPdf({ ...definition, content: [definition.content, mark] }).getBuffer();
  return { bytes, end: endAt(mark) };
}

/** The definition pdfmake lays out; it is changed by that, so each document needs its own. */
export function documentOf(
  markdown: string,
  options: PdfOptions,
  glyphs: Glyphs,
  { left, top, right, bottom } = options.narrowMargins === true ? NARROW_PAGE_MARGINS : PAGE_MARGINS,
): TDocumentDefinitions {
  const tokens = markdownTokens(markdown);
  const context: DocumentContext = { glyphs, options, sections: findSections(tokens), blocks };
  for (const text of [options.headerText ?? '', options.footerText ?? ''])
    fontRuns(text, { mono: false, look: 'regular' }, glyphs);
  const frame = { width: CONTENT_WIDTH, fontSize: FONT_SIZES.body, gap: PARAGRAPH_GAP, depth: 0 };
  const content = withoutLastGap(pages(tokens, frame, context));
  anchorBlocks(content);
  return {
    content,
    pageSize: 'A4',
    pageMargins: [left, top, right, bottom],
    defaultStyle: styles(glyphs.chains.body).body,
    styles: styles(glyphs.chains.body, options.brand?.colours?.heading),
    header: header(context),
    footer: footer(context),
    pageBreakBefore: breaksBefore,
    info: informationOf(options),
    language: options.language,
    displayTitle: true,
    version: '1.7',
    files: attachedFiles(options),
  };
}

/** The text, behind its cover where it has one: the summary then has pages of its own. */
function pages(tokens: readonly Token[], frame: Frame, context: DocumentContext): Content[] {
  if (context.options.cover === undefined) return blocks(tokens, frame, context);
  const { title, summary, rest } = splitPages(tokens);
  return [
    ...withoutLastGap(coverPage(title, frame, context)),
    ...onNewPage(withoutLastGap(blocks(summary, frame, context))),
    ...onNewPage(blocks(rest, frame, context)),
  ];
}

function informationOf({ title, subject, author, keywords, date }: PdfOptions): TDocumentInformation {
  const texts = Object.entries({ title, subject, author, keywords }).filter((entry) => entry[1] !== undefined);
  return {
    ...Object.fromEntries(texts.map(([name, text]) => [name, metadataText(text ?? '')])),
    creator: 'whyrst',
    producer: 'whyrst',
    creationDate: date,
    modDate: date,
  };
}

/** pdfkit writes these texts into XML as they are, so characters that XML cannot hold are replaced or left out. */
function metadataText(text: string): string {
  return text
    .replaceAll('&', '＆')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ');
}
