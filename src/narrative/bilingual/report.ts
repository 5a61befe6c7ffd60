/**
 * One document in two languages: section by section, the first language and then the second. Headings are pairs; what holds no words
 * (filters, commands, figures, tables of numbers) stands there once. Both texts come from one analysis and the same templates, so
 * their headings and blocks correspond one to one.
 */
import type { FigureData } from '../../model/figure.ts';
import { figureView } from '../figures/figure-view.ts';
import { type ToldReport, tidy } from '../markdown.ts';
import { oneFigure } from './figures.ts';
import { pair } from './pair.ts';
import { type MarkdownSection, sectionsOf } from './sections.ts';
import { NARROW, oneTable } from './tables.ts';

/** A stretch of a document. */
export interface Piece {
  /** BCP 47; null: both, or none. */
  readonly language: string | null;
  readonly markdown: string;
}

/** A report in two languages. */
export interface BilingualReport extends ToldReport {
  /** The same Markdown, cut where the language changes. */
  readonly pieces: readonly Piece[];
}

type Edition = ToldReport & { readonly language: string };

/** Joins the reports of one analysis in two languages. */
export function bilingualReport(first: Edition, second: Edition): BilingualReport {
  const figures = first.figures.map((figure) => figureInBoth(figure, second.figures));
  const pieces = pieceTogether(first, second, figures);
  return {
    title: pair(first.title, second.title),
    markdown: tidy(pieces.map(({ markdown }) => markdown).join('\n\n')),
    cover: coverInBoth(first.cover, second.cover),
    figures,
    pieces,
  };
}

function figureInBoth(figure: FigureData, others: readonly FigureData[]): FigureData {
  const other = others.find(({ id }) => id === figure.id);
  if (other === undefined) throw new Error(`the figure "${figure.id}" is there in one language only`);
  return oneFigure(figure, other);
}

/** A cover is a table of facts: it always fits. */
function coverInBoth(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first;
  return `${oneTable(first.trimEnd(), second.trimEnd(), Number.POSITIVE_INFINITY) ?? first.trimEnd()}\n`;
}

function pieceTogether(first: Edition, second: Edition, figures: readonly FigureData[]): readonly Piece[] {
  const [sections, counterparts] = [sectionsOf(first.markdown), sectionsOf(second.markdown)];
  const shape = (each: readonly MarkdownSection[]): string => each.map(({ depth }) => depth).join();
  if (shape(sections) !== shape(counterparts)) throw new Error('the sections of the two languages do not correspond');
  const drawn = figureBlocks(figures);
  return sections.flatMap((section, index): readonly Piece[] => {
    const other = counterparts[index] ?? section;
    const { depth, heading } = section;
    const title = { language: null, markdown: `${'#'.repeat(depth)} ${pair(heading, other.heading)}` };
    const setting = { drawn, tags: [first.language, second.language] } as const;
    if (depth === 0) return bodyOf(section.blocks, other.blocks, setting);
    if (depth > 1) return [title, ...bodyOf(section.blocks, other.blocks, setting)];
    // The line below the title says what the document is: it belongs to the title, also on a cover.
    const [line = '', ...blocks] = section.blocks;
    const [otherLine = '', ...others] = other.blocks;
    return [title, { language: null, markdown: pair(line, otherLine) }, ...bodyOf(blocks, others, setting)];
  });
}

/** The fenced blocks of the figures, by what stands behind their fence. */
function figureBlocks(figures: readonly FigureData[]): ReadonlyMap<string, string> {
  const blocks = figures.flatMap((figure) => figureView(figure).blocks);
  return new Map(blocks.map(({ fence, info, lines }) => [info, [`${fence}${info}`, ...lines, fence].join('\n')]));
}

interface Setting {
  readonly drawn: ReadonlyMap<string, string>;
  readonly tags: readonly [first: string, second: string];
}

/** Blocks in turn: those of one language up to the next block that serves both, then those of the other. */
function bodyOf(blocks: readonly string[], others: readonly string[], { drawn, tags }: Setting): readonly Piece[] {
  // A list of sources, say.
  if (blocks.length > 0 && blocks.join('\n\n') === others.join('\n\n')) {
    return [{ language: null, markdown: blocks.join('\n\n') }];
  }
  const pieces: Piece[] = [];
  const waiting: [string[], string[]] = [[], []];
  const flush = (): void => {
    const [left, right] = waiting.map((each) => each.splice(0).join('\n\n'));
    if (left) pieces.push({ language: tags[0], markdown: left });
    if (right) pieces.push({ language: tags[1], markdown: right });
  };
  // Texts of unlike length (a sentence that only one language needs) are told apart as wholes.
  const aligned = blocks.length === others.length;
  for (const [index, block] of blocks.entries()) {
    const shared = aligned ? inBoth(block, others[index] ?? '', drawn) : null;
    if (shared === null) {
      waiting[0].push(block);
      if (aligned) waiting[1].push(withOtherMarkers(others[index] ?? ''));
      continue;
    }
    flush();
    pieces.push({ language: null, markdown: shared });
  }
  if (!aligned) waiting[1].push(...others.map(withOtherMarkers));
  flush();
  return pieces;
}

/** A block of a list: what is indented belongs to the item before it. */
const OF_A_LIST = /^(?:[-*+] |\d+[.)] |\s)/;

/** The one block that stands for both, or null. */
function inBoth(block: string, other: string, drawn: ReadonlyMap<string, string>): string | null {
  if (OF_A_LIST.test(block)) return null;
  const [, info] = /^`{3,}(.*)$/m.exec(block.split('\n', 1)[0] ?? '') ?? [];
  const figure = info === undefined ? undefined : drawn.get(info);
  if (figure !== undefined) return figure;
  return block === other ? block : oneTable(block, other, NARROW);
}

/** Two lists that follow one another are one list unless their markers differ (CommonMark §5.3). */
function withOtherMarkers(block: string): string {
  if (!OF_A_LIST.test(block)) return block;
  return block.replace(/^- /gm, '* ').replace(/^(\d+)\. /gm, '$1) ');
}
