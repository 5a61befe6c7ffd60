// Header and footer of each page.
import type { Content, DynamicContent } from 'pdfmake/interfaces.js';
import type { DocumentContext } from './context.ts';
import { setPlain } from './inline.ts';
import { COLOURS, CONTENT_WIDTH, PAGE_MARGINS } from './theme.ts';

const FONT_SIZE = 8;
const PAGE_LABEL_WIDTH = 130;

/** The running title from the second page on, over a thin line. */
export function header({ options, ...context }: DocumentContext): DynamicContent {
  const title = withSuffix(options.headerText ?? options.title, options.labels.continued ?? '');
  return (page) => {
    if (page === 1) return null;
    const text = oneLine(title, CONTENT_WIDTH, { options, ...context });
    return [{ text, style: 'running', margin: [PAGE_MARGINS.left, 30, PAGE_MARGINS.right, 5] }, line()];
  };
}

/** The footer text at the left, the page number at the right. */
export function footer(context: DocumentContext): DynamicContent {
  const { labels, footerText = '' } = context.options;
  return (page, pages) => {
    const columns = [
      {
        width: CONTENT_WIDTH - PAGE_LABEL_WIDTH,
        text: oneLine(footerText, CONTENT_WIDTH - PAGE_LABEL_WIDTH, context),
        style: 'running',
      },
      {
        width: PAGE_LABEL_WIDTH,
        text: oneLine(labels.page(page, pages), PAGE_LABEL_WIDTH, context),
        style: 'running',
        alignment: 'right' as const,
      },
    ];
    return [line(), { columns, columnGap: 0, margin: [PAGE_MARGINS.left, 7, PAGE_MARGINS.right, 0] }];
  };
}

/** A space stands between them, unless the suffix begins with a full-width character, which brings its own. */
function withSuffix(title: string, suffix: string): string {
  return /^(?:$|\s|[\u3000-\u303f\uff00-\uffef])/.test(suffix) ? `${title}${suffix}` : `${title} ${suffix}`;
}

function line(): Content {
  const { left } = PAGE_MARGINS;
  const drawn = {
    type: 'line' as const,
    x1: left,
    y1: 0,
    x2: left + CONTENT_WIDTH,
    y2: 0,
    lineWidth: 0.5,
    lineColor: COLOURS.line,
  };
  return { canvas: [drawn], style: 'running' };
}

/** A header or footer that needs more room than the margin is left out by pdfmake, so a long text is cut. */
function oneLine(text: string, width: number, context: DocumentContext): Content {
  const most = width / FONT_SIZE;
  const characters = Array.from(text);
  const set = (length: number): ReturnType<typeof setPlain> => {
    const cut = length < characters.length ? `${characters.slice(0, length).join('')}…` : text;
    return setPlain(cut, FONT_SIZE, uncounted(context));
  };
  let length = characters.length;
  while (length > 0 && set(length).width > most) length = Math.floor(length * 0.9);
  return set(length).content;
}

/** These texts are set again for each page: their missing characters are counted once, by the caller. */
function uncounted(context: DocumentContext): DocumentContext {
  return { ...context, glyphs: { ...context.glyphs, missing: new Map() } };
}
