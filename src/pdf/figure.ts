// Drawings: SVG made by this program, fitted to the page.
import type { Content } from 'pdfmake/interfaces.js';
import { decodeEntities } from '../markdown/tokens.ts';
import type { DocumentContext, Frame } from './context.ts';
import { fontRuns, type Glyphs } from './font-runs.ts';
import type { Figure } from './options.ts';
import { BLOCK_MARGIN, CONTENT_HEIGHT } from './theme.ts';

/** A drawing that is taller than the page loses its foot (pdfmake 0.3); some room is left for its heading. */
const TALLEST_FIGURE = CONTENT_HEIGHT - 90;

/** Ways for a drawing to reach files or addresses: svg-to-pdfkit opens them without asking. */
const REACHES_OUT =
  /<(?:image|script|foreignObject)\b|<!(?:DOCTYPE|ENTITY)|\bhref\s*=\s*["']?(?![#"'])|url\(\s*["']?(?![#"'])/i;

/** Names and addresses are text, which reaches nothing whatever it says. */
const TAG = /<[^>]*>/g;

/** Converts a figure; it never breaks over pages. */
export function figureBlock({ svg }: Figure, { width }: Frame, { glyphs }: DocumentContext): Content {
  if (svg.match(TAG)?.some((tag) => REACHES_OUT.test(tag)))
    throw new Error('a figure refers to something outside itself');
  return { svg: withFonts(svg, glyphs), font: glyphs.chains.body, fit: [width, TALLEST_FIGURE], margin: BLOCK_MARGIN };
}

/** Text between tags. */
const TEXT = />([^<>]*[^<>\s][^<>]*)</g;

/** Names the font of each piece of text that the font of running text cannot print: there is no fallback in a drawing. */
function withFonts(svg: string, glyphs: Glyphs): string {
  return svg.replace(TEXT, (_, text: string) => {
    const runs = fontRuns(decodeEntities(text).replaceAll('\n', ' '), { mono: false, look: 'regular' }, glyphs);
    const spans = runs.map(({ text: piece, font }) =>
      font.family === glyphs.chains.body
        ? escapeXml(piece)
        : `<tspan font-family="${font.family}">${escapeXml(piece)}</tspan>`,
    );
    return `>${spans.join('')}<`;
  });
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
