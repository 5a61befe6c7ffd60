import type { AlertKind } from '../markdown/alert.ts';
import type { Brand } from '../model/brand.ts';

/** A drawing that takes the place of a fenced block with `figure=<id>` in its info string. */
export interface Figure {
  /** Made by this program alone: a drawing that refers to a file or an address is refused. */
  readonly svg: string;
  readonly alt: string;
}

/** What a document needs beside its Markdown. All words come from here: the code knows no language. */
export interface PdfOptions {
  /** BCP 47. */
  readonly language: string;
  readonly title: string;
  readonly subject?: string;
  readonly author?: string;
  readonly keywords?: string;
  /** Date of creation in the file; the only date in it, so that the same input gives the same bytes. */
  readonly date: Date;
  readonly labels: {
    readonly page: (page: number, pages: number) => string;
    /** Heading of the table of contents. */
    readonly contents: string;
    /** Follows the running title, which is printed from the second page on. */
    readonly continued?: string;
    readonly alerts?: Readonly<Record<AlertKind, string>>;
  };
  /** Printed at the top of each page but the first; the title when left out. */
  readonly headerText?: string;
  /** Printed at the bottom of each page. */
  readonly footerText?: string;
  /** More on a page: for a sheet that is to fit a number of pages. */
  readonly narrowMargins?: boolean;
  readonly figures?: ReadonlyMap<string, Figure>;
  /** Colours, and a logo on the cover. */
  readonly brand?: Brand;
  /** Markdown of a cover, below the title; without it the document begins with its text. */
  readonly cover?: string;
  readonly attachments?: readonly Attachment[];
}

/** A file within the document. */
export interface Attachment {
  readonly name: string;
  readonly description: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A finished document, and the characters that no font has: they are printed as ‹U+XXXX›. */
export interface Pdf {
  readonly bytes: Uint8Array;
  readonly missingGlyphs: readonly { readonly codePoint: number; readonly count: number }[];
}
