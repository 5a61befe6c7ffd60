/** What is to be written about one analysis, and what was. Plain data: it passes between threads. */
import type { MarkdownOptions } from '../index.ts';
import type { Format } from './values.ts';

/** Which documents. */
export interface Wanted {
  readonly languages: readonly string[];
  /** The two languages of one document; null: a document for each language. */
  readonly bilingual: readonly [first: string, second: string] | null;
  readonly formats: readonly Format[];
  /** How they are told, beside their language. */
  readonly telling: Omit<MarkdownOptions, 'language'>;
  /** Also a one-page letter. */
  readonly letter: boolean;
  /** Also a comment of at most so many characters; null: none. */
  readonly commentLimit: number | null;
  /** Also a capture of the cited packets. */
  readonly evidence: boolean;
}

/** Paths in the order in which they were written, characters that no font of the PDF has, and what is to be said of the evidence capture. */
export interface Written {
  readonly paths: readonly string[];
  readonly missingGlyphs: readonly number[];
  readonly excerpt: ExcerptNews | null;
}

/** What is to be said of the excerpts that were written: plain data. */
export interface ExcerptNews {
  readonly packets: number;
  readonly resets: number;
  /** RSTs whose verdict needs packets that were left out: id and frame. */
  readonly differs: readonly { readonly id: string; readonly frame: number }[];
}
