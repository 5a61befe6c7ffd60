// Fenced and indented code, and the figures that take the place of a fenced block.
import type { Tokens } from 'marked';
import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { figureMark } from '../markdown/figure-mark.ts';
import { type BoxStyle, box, innerWidth } from './boxes.ts';
import type { DocumentContext, Frame } from './context.ts';
import { figureBlock } from './figure.ts';
import { type FontRun, fontRuns } from './font-runs.ts';
import type { FontChoice } from './fonts.ts';
import { CODE_COLUMN, COLOURS, FONT_SIZES } from './theme.ts';

/** A block that must not break and is taller than a page disappears (pdfmake 0.3): only short code is kept together. */
const LONGEST_UNBROKEN_CODE = 20;

const CODE_BOX: BoxStyle = { fill: COLOURS.boxFill, bar: COLOURS.line, barWidth: 2, padding: { x: 8, y: 6 } };

/** Converts a code block, or the figure it stands for where there is one. What only repeats a figure is left out. */
export function codeBlock(token: Tokens.Code, frame: Frame, context: DocumentContext): Content[] {
  const mark = figureMark(token.lang);
  const figure = mark === null ? undefined : context.options.figures?.get(mark.id);
  if (mark !== null && figure !== undefined) return mark.isFallback ? [] : [figureBlock(figure, frame, context)];
  return [codeBox(token, frame, context)];
}

function codeBox(token: Tokens.Code, frame: Frame, context: DocumentContext): Content {
  const width = innerWidth(frame.width, CODE_BOX);
  const written = token.text.split('\n').map((line) => fontRuns(line, { mono: true, look: 'regular' }, context.glyphs));
  const fontSize = fittingSize(written, width);
  const lines = written.flatMap((line) => wrap(line, width / fontSize));
  const hasHan = lines.flat().some(({ font }) => font.family === 'Han');
  const content = lines.map((runs) => lineOf(runs, hasHan, fontSize));
  return box(content, frame.width, CODE_BOX, lines.length <= LONGEST_UNBROKEN_CODE);
}

/** Code is set smaller than usual, down to this many points, when all its lines fit then. */
const SMALLEST_CODE = 7.3;

/** Room that rounding may take from a line, in points. */
const SLACK = 0.5;

function fittingSize(lines: readonly (readonly FontRun[])[], width: number): number {
  const longest = Math.max(...lines.map((line) => line.reduce((sum, run) => sum + columnsOf(run), 0)));
  const fitting = longest === 0 ? FONT_SIZES.code : Math.floor(((width - SLACK) / longest) * 10) / 10;
  return fitting < SMALLEST_CODE ? FONT_SIZES.code : Math.min(fitting, FONT_SIZES.code);
}

/** Width of a run of code, in em. */
function columnsOf({ text, font }: FontRun): number {
  return Array.from(text).reduce((sum, character) => sum + advanceOf(character, font), 0);
}

/** Part of a line in which a break at a space is looked for, so that a path or option stays whole. */
const BREAK_AT_SPACE = 0.35;

/** Breaks a line at a width in em. Lines are broken here, at a space or else at any character, since pdfmake would swallow spaces or run off the page. */
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
    used += advanceOf(text, font);
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

/** Width of a character in em. A Chinese one takes two columns, as in a terminal, so that drawings made of characters stay aligned. */
function advanceOf(character: string, { face, family }: FontChoice): number {
  return face.advance(character.codePointAt(0) ?? 0) * (family === 'Han' ? HAN_SCALE : 1);
}

/** Size of a Chinese character beside code of size 1. */
const HAN_SCALE = 2 * CODE_COLUMN;

/** One line; where any line has Chinese, each is given the height of a Chinese one. */
function lineOf(runs: readonly FontRun[], hasHan: boolean, fontSize: number): ContentText {
  const han = { font: 'Han', fontSize: HAN_SCALE * fontSize, lineHeight: 0.95 };
  const printed = runs
    .filter(({ text }) => text !== '')
    .map(({ text, font }) => ({ text, ...(font.family === 'Han' ? han : { font: font.family }) }));
  const text = [...printed, ...(hasHan ? [{ text: '', ...han }] : [])];
  return { text: text.length === 0 ? ' ' : text, style: 'code', fontSize, noWrap: true, preserveLeadingSpaces: true };
}
