import type { Token } from 'marked';
import type { Content } from 'pdfmake/interfaces.js';
import type { Sections } from '../markdown/sections.ts';
import type { Glyphs } from './font-runs.ts';
import type { PdfOptions } from './options.ts';

/** What every part of a document may need while its tokens become content. */
export interface DocumentContext {
  readonly glyphs: Glyphs;
  readonly sections: Sections;
  readonly options: PdfOptions;
  /** Converts block tokens; here so that lists and callouts can hold any block. */
  readonly blocks: (tokens: readonly Token[], frame: Frame, context: DocumentContext) => Content[];
}

/**
 * The room a block has. Widths are always known numbers: a column that pdfmake sizes by itself grows with its longest word
 * and leaves the page, while in one of fixed width it breaks the word.
 */
export interface Frame {
  /** Points. */
  readonly width: number;
  /** Points. */
  readonly fontSize: number;
  /** Space below paragraphs and lists, in points. */
  readonly gap: number;
  /** How many lists and quotes are around. */
  readonly depth: number;
}

/** Lists and quotes in more than this many others are no longer indented, or their text would leave the page. */
export const DEEPEST_INDENT = 4;
