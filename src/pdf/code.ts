// Fenced and indented code, and the figures that take the place of a fenced block.
import type { Tokens } from 'marked';
import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { type BoxStyle, box, innerWidth } from './boxes.ts';
import type { DocumentContext, Frame } from './context.ts';
import { figureBlock } from './figure.ts';
import { type FontRun, fontRuns } from './font-runs.ts';
import type { FontChoice } from './fonts.ts';
import { CODE_COLUMN, COLOURS, FONT_SIZES } from './theme.ts';

/** A block that must not break and is taller than a page disappears (pdfmake 0.3): only short code is kept together. */
const LONGEST_UNBROKEN_CODE = 20;

const CODE_BOX: BoxStyle = { fill: COLOURS.boxFill, bar: COLOURS.line, barWidth: 2, padding: { x: 8, y: 6 } };

/** `mermaid figure=<id>`: the id of the figure that replaces the block. */
const FIGURE_INFO = /(?:^|\s)figure=(\S+)/;

/** Converts a code block, or the figure it stands for where there is one. */
export function codeBlock(token: Tokens.Code, frame: Frame, context: DocumentContext): Content {
  const id = FIGURE_INFO.exec(token.lang ?? '')?.[1];
  const figure = id === undefined ? undefined : context.options.figures?.get(id);
  if (figure !== undefined) return figureBlock(figure, frame, context);
  const width = innerWidth(frame.width, CODE_BOX);
  const lines = token.text
    .split('\n')
    .flatMap((line) => wrap(fontRuns(line, { mono: true, look: 'regular' }, context.glyphs), width));
  const hasHan = lines.flat().some(({ font }) => font.family === 'Han');
  const content = lines.map((runs) => lineOf(runs, hasHan));
  return box(content, frame.width, CODE_BOX, lines.length <= LONGEST_UNBROKEN_CODE);
}

/** Lines are broken here, at any character, since pdfmake would swallow spaces or run off the page. */
function wrap(runs: readonly FontRun[], width: number): readonly (readonly FontRun[])[] {
  const lines: FontRun[][] = [[]];
  let used = 0;
  for (const { text, font } of runs) {
    let piece = '';
    for (const character of text) {
      const advance = font.face.advance(character.codePointAt(0) ?? 0) * sizeOf(font);
      if (used + advance > width) {
        lines.at(-1)?.push({ text: piece, font });
        lines.push([]);
        piece = '';
        used = 0;
      }
      piece += character;
      used += advance;
    }
    lines.at(-1)?.push({ text: piece, font });
  }
  return lines;
}

/** A Chinese character takes two columns, as in a terminal, so that drawings made of characters stay aligned. */
function sizeOf({ family }: FontChoice): number {
  return family === 'Han' ? 2 * CODE_COLUMN : FONT_SIZES.code;
}

/** One line; where any line has Chinese, each is given the height of a Chinese one. */
function lineOf(runs: readonly FontRun[], hasHan: boolean): ContentText {
  const printed = runs.filter(({ text }) => text !== '').map(({ text, font }) => ({ text, ...lookOf(font) }));
  const strut = hasHan ? [{ text: '', ...HAN }] : [];
  const text = [...printed, ...strut];
  return { text: text.length === 0 ? ' ' : text, style: 'code', noWrap: true, preserveLeadingSpaces: true };
}

const HAN = { font: 'Han', fontSize: 2 * CODE_COLUMN, lineHeight: 0.95 } as const;

const lookOf = (font: FontChoice): Partial<ContentText> => (font.family === 'Han' ? HAN : { font: font.family });
