// Fenced and indented code, and the figures that take the place of a fenced block.
import type { Tokens } from 'marked';
import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { type BoxStyle, box, innerWidth } from './boxes.ts';
import type { DocumentContext, Frame } from './context.ts';
import { figureBlock } from './figure.ts';
import { type FontRun, fontRuns } from './font-runs.ts';
import { COLOURS, FONT_SIZES } from './theme.ts';

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
  const lines = token.text
    .split('\n')
    .flatMap((line) =>
      wrap(fontRuns(line, { mono: true, look: 'regular' }, context.glyphs), innerWidth(frame.width, CODE_BOX)),
    );
  return box(lines.map(lineOf), frame.width, CODE_BOX, lines.length <= LONGEST_UNBROKEN_CODE);
}

/** Lines are broken here, at any character, since pdfmake would swallow spaces or run off the page. */
function wrap(runs: readonly FontRun[], width: number): readonly (readonly FontRun[])[] {
  const most = width / FONT_SIZES.code;
  const lines: FontRun[][] = [[]];
  let used = 0;
  for (const { text, font } of runs) {
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const advance = font.face.advance(text.codePointAt(at) ?? 0);
      if (used + advance > most) {
        lines.at(-1)?.push({ text: text.slice(start, at), font });
        lines.push([]);
        start = at;
        used = 0;
      }
      used += advance;
      if ((text.codePointAt(at) ?? 0) > 0xffff) at += 1;
    }
    lines.at(-1)?.push({ text: text.slice(start), font });
  }
  return lines;
}

function lineOf(runs: readonly FontRun[]): ContentText {
  const text = runs.filter((run) => run.text !== '').map((run) => ({ text: run.text, font: run.font.family }));
  return { text: text.length === 0 ? ' ' : text, style: 'code', noWrap: true, preserveLeadingSpaces: true };
}
