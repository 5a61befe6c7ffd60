/** A figure as Markdown: Mermaid where readers draw it, characters for all others. Whoever prints SVG instead finds the blocks by id. */
import type { FigureData } from '../../model/figure.ts';
import { codeLines, fenceFor, markdownText } from '../escape.ts';
import { inCharacters } from './characters.ts';
import { ladderMermaid } from './mermaid.ts';

/** Fenced blocks of one figure; the first carries `figure=<id>`, what says the same again `fallback=<id>`. */
export interface FigureView {
  readonly title: string;
  readonly description: string;
  readonly blocks: readonly { readonly fence: string; readonly info: string; readonly lines: readonly string[] }[];
}

export function figureView(figure: FigureData): FigureView {
  const { id, title, description } = figure;
  const characters = inCharacters(figure);
  const blocks =
    figure.kind === 'ladder'
      ? [block(`mermaid figure=${id}`, ladderMermaid(figure)), block(`text fallback=${id}`, characters)]
      : [block(`text figure=${id}`, characters)];
  return { title: markdownText(title), description: markdownText(description), blocks };
}

function block(info: string, lines: readonly string[]): FigureView['blocks'][number] {
  const text = codeLines(lines.join('\n'));
  return { fence: fenceFor(text), info, lines: text.split('\n') };
}
