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

/** Part of a line in which a break at a space is looked for, so that a path or option stays whole. */
const BREAK_AT_SPACE = 0.35;

/** Lines are broken here, at a space or else at any character, since pdfmake would swallow spaces or run off the page. */
function wrap(runs: readonly FontRun[], width: number): readonly (readonly FontRun[])[] {
  const characters = runs.flatMap(({ text, font }) => Array.from(text, (text) => ({ text, font })));
  const lines: FontRun[][] = [];
  let start = 0;
  while (start < characters.length) {
    const end = lineEnd(characters, start, width);
    lines.push(joined(characters.slice(start, end)));
    start = end;
  }
  return lines.length === 0 ? [[]] : lines;
}

/** Index behind the last character that goes on the line which begins at `start`; a line has at least one character. */
function lineEnd(characters: readonly FontRun[], start: number, width: number): number {
  let used = 0;
  let lastSpace = -1;
  for (let index = start; index < characters.length; index += 1) {
    const { text, font } = characters[index] as FontRun;
    used += font.face.advance(text.codePointAt(0) ?? 0) * sizeOf(font);
    if (used > width && index > start) return lastSpace < 0 ? index : lastSpace + 1;
    if (text === ' ' && used > width * (1 - BREAK_AT_SPACE)) lastSpace = index;
  }
  return characters.length;
}

/** Neighbours of one font become one run again. */
function joined(characters: readonly FontRun[]): FontRun[] {
  const runs: { text: string; font: FontChoice }[] = [];
  for (const { text, font } of characters) {
    const last = runs.at(-1);
    if (last?.font === font) last.text += text;
    else runs.push({ text, font });
  }
  return runs;
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
