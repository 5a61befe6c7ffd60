// The first page of a printed report: its title, what it is about, and the contents.
import type { Token } from 'marked';
import type { Content, ContentText, Margins } from 'pdfmake/interfaces.js';
import { isContentsMark } from '../markdown/sections.ts';
import { markdownTokens } from '../markdown/tokens.ts';
import type { Logo } from '../model/brand.ts';
import { contentsBlock } from './contents.ts';
import type { DocumentContext, Frame } from './context.ts';
import { COLOURS, CONTENT_WIDTH } from './theme.ts';

/** Room above the title, in points. */
const DROP = 96;
const BAND_HEIGHT = 7;

/** The title of a document with the line below it, the summary up to the place of the contents, and the rest. */
export function splitPages(tokens: readonly Token[]): Readonly<Record<'title' | 'summary' | 'rest', readonly Token[]>> {
  const blocks = tokens.filter(({ type }) => type !== 'space');
  const mark = blocks.findIndex(isContentsMark);
  const end = mark < 0 ? blocks.length : mark;
  return { title: blocks.slice(0, 2), summary: blocks.slice(2, end), rest: blocks.slice(end + 1) };
}

/** The cover; what follows it begins on the next page. */
export function coverPage(title: readonly Token[], frame: Frame, context: DocumentContext): Content[] {
  const facts = markdownTokens(context.options.cover ?? '');
  return [
    band(context.options.brand?.colours?.accent ?? COLOURS.accent),
    ...logoBlock(context.options.brand?.logo),
    ...context.blocks(title, frame, context).map(inPlace),
    { text: '', margin: [0, 0, 0, 14] },
    ...context.blocks(facts, frame, context),
    { text: '', margin: [0, 0, 0, 14] },
    ...contentsBlock(frame, context),
  ];
}

/** The title of a cover never moves on. */
function inPlace(content: Content): Content {
  return Object.assign(content as ContentText, { headlineLevel: undefined });
}

/** Begins a page with these blocks. */
export function onNewPage([first, ...rest]: Content[]): Content[] {
  return first === undefined ? [] : [Object.assign(first as ContentText, { pageBreak: 'before' as const }), ...rest];
}

/** Room of a logo: between the band and the title, in points. */
const LOGO: [width: number, height: number] = [180, 56];

function logoBlock(logo: Logo | undefined): Content[] {
  if (logo === undefined) return [];
  const bytes = Buffer.from(logo.bytes);
  // The logo takes its room from the gap above the title.
  const margin: Margins = [0, 20 - DROP, 0, DROP - 20 - LOGO[1]];
  const place = { fit: LOGO, margin };
  if (logo.type === 'image/svg+xml') return [{ svg: bytes.toString('utf8'), ...place }];
  return [{ image: `data:image/png;base64,${bytes.toString('base64')}`, ...place }];
}

function band(color: string): Content {
  const drawn = { type: 'rect' as const, x: 0, y: 0, w: CONTENT_WIDTH, h: BAND_HEIGHT, color };
  return { canvas: [drawn], margin: [0, 0, 0, DROP] };
}
