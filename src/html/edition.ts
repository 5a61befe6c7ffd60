import type { AlertKind } from '../markdown/alert.ts';
import type { Sections } from '../markdown/sections.ts';

/** The words around a report in one language. */
export interface HtmlWords {
  readonly contents: string;
  readonly copyFilter: string;
  readonly copyCommand: string;
  /** Said when something was copied. */
  readonly copied: string;
  /** Leads keyboards past the head of the page. */
  readonly skip: string;
  /** Names the choice of languages. */
  readonly languages: string;
  readonly alerts: Readonly<Record<AlertKind, string>>;
}

/** A report in one language, to be one article of the page. */
export interface Edition {
  /** BCP 47. */
  readonly language: string;
  /** The language in its own words. */
  readonly name: string;
  /** Its Markdown in stretches; `language` is BCP 47, null where it is that of the edition. */
  readonly pieces: readonly { readonly language: string | null; readonly markdown: string }[];
  /** Drawings by id, made by this program alone. */
  readonly figures: ReadonlyMap<string, { readonly svg: string; readonly title: string }>;
  readonly words: HtmlWords;
}

/** What every block may need while an edition is written. */
export interface EditionContext extends Edition {
  readonly sections: Sections;
  /** Title of the section that is being written, which names its tables. */
  current: string;
  /** Tables written so far: with the section they make a name that no other region has. */
  tables: number;
}
