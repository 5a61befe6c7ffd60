// The headings of a document: their ids, bookmarks and links to them.
import type { Token, Tokens } from 'marked';
import { decodeEntities } from './tokens.ts';

/** A heading that can be jumped to. */
export interface Section {
  /** Name of the destination in the PDF: plain ASCII, and never a name that pdfmake's own tables know. */
  readonly id: string;
  readonly depth: number;
  /** Text without markup, for the bookmark. */
  readonly title: string;
  /** The nearest heading of a smaller depth before this one. */
  readonly parent: Section | undefined;
}

export interface Sections {
  readonly byToken: ReadonlyMap<Token, Section>;
  /** Keyed by the anchor of a link: `#why` → `why`. */
  readonly byAnchor: ReadonlyMap<string, Section>;
}

/** A heading may name its own anchor: `## Why {#why}`. */
export const OWN_ANCHOR = /\s*\{#([^\s{}]+)\}\s*$/;

/** Finds the sections of a document; headings inside lists and quotes are not among them. */
export function findSections(tokens: readonly Token[]): Sections {
  const byToken = new Map<Token, Section>();
  const byAnchor = new Map<string, Section>();
  const open: Section[] = [];
  for (const token of tokens) {
    if (token.type !== 'heading') continue;
    const heading = token as Tokens.Heading;
    const title = plainText(heading.tokens).replace(OWN_ANCHOR, '').trim();
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
    const section = { id: `section-${byToken.size + 1}`, depth: heading.depth, title, parent: open.at(-1) };
    open.push(section);
    byToken.set(token, section);
    byAnchor.set(unusedAnchor(OWN_ANCHOR.exec(heading.text)?.[1] ?? anchorOf(title), byAnchor), section);
  }
  return { byToken, byAnchor };
}

/** The anchor GitHub gives to a heading: lower case, no punctuation, hyphens for spaces. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function unusedAnchor(anchor: string, used: ReadonlyMap<string, Section>): string {
  let candidate = anchor;
  for (let count = 1; used.has(candidate); count += 1) candidate = `${anchor}-${count}`;
  return candidate;
}

/** The text of inline tokens without their markup. */
export function plainText(tokens: readonly Token[]): string {
  return tokens.map(textOf).join('').replace(/\s+/g, ' ');
}

function textOf(token: Token): string {
  const { tokens, text } = token as { tokens?: readonly Token[]; text?: string };
  if (tokens !== undefined) return plainText(tokens);
  return token.type === 'codespan' ? (text ?? '') : decodeEntities(text ?? ' ');
}

/** Whether a block is the line that asks for the table of contents. */
export function isContentsMark(token: Token): boolean {
  return token.type === 'paragraph' && token.raw.trim() === '[[toc]]';
}
