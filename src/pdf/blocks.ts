// Block tokens → pdfmake content: one function per kind of token. Print has no rule for an unknown one, so that throws.
import type { Token, Tokens } from 'marked';
import type { Content, ContentText } from 'pdfmake/interfaces.js';
import { isContentsMark, OWN_ANCHOR } from '../markdown/sections.ts';
import type { BlockToken } from '../markdown/tokens.ts';
import { quoteBlock } from './callout.ts';
import { codeBlock } from './code.ts';
import { contentsBlock } from './contents.ts';
import type { DocumentContext, Frame } from './context.ts';
import { setInline } from './inline.ts';
import { listBlock } from './list.ts';
import { INTRODUCTION } from './page-breaks.ts';
import { tableBlock } from './table.ts';
import { COLOURS, FONT_SIZES } from './theme.ts';

/** Converts block tokens for a frame of known width. */
export function blocks(tokens: readonly Token[], frame: Frame, context: DocumentContext): Content[] {
  const printed = tokens.filter(({ type }) => type !== 'space' && type !== 'def');
  return printed.flatMap((token, index) => {
    const content = blockOf(token as BlockToken, frame, context);
    return introduces(token, printed[index + 1]) && frame.depth === 0 ? content.map(asIntroduction) : content;
  });
}

/** Blocks that a sentence before them announces. */
const INTRODUCED: ReadonlySet<string> = new Set(['list', 'table', 'code']);

/** A paragraph right before a list, table or code does not stand alone at the foot of a page. */
function introduces(token: Token, next: Token | undefined): boolean {
  return token.type === 'paragraph' && !isContentsMark(token) && next !== undefined && INTRODUCED.has(next.type);
}

/** pdfmake does not know where text begins that must not break, so an introduction, which may have to move, is an ordinary one. */
function asIntroduction(content: Content): Content {
  return Object.assign(content as ContentText, { headlineLevel: INTRODUCTION, unbreakable: false });
}

function blockOf(token: BlockToken, frame: Frame, context: DocumentContext): Content[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return headingBlock(token, context);
    case 'paragraph':
      return isContentsMark(token) ? contentsBlock(frame, context) : paragraph(token.tokens, frame, context);
    case 'text':
      return paragraph(token.tokens ?? [token], frame, context);
    case 'list':
      return [listBlock(token, frame, context)];
    case 'table':
      return [tableBlock(token, frame, context)];
    case 'code':
      return codeBlock(token, frame, context);
    case 'blockquote':
      return [quoteBlock(token, frame, context)];
    case 'hr':
      return [rule(frame)];
    default:
      throw new Error(`no rule for the Markdown block "${(token as Token).type}"`);
  }
}

/** A paragraph of so few lines is not divided between pages: its last line would stand alone. */
const LONGEST_UNBROKEN_PARAGRAPH = 4;

function paragraph(tokens: readonly Token[], frame: Frame, context: DocumentContext): Content[] {
  const { content, width, lines } = setInline(tokens, frame.fontSize, context);
  if (content.length === 0) return [];
  const isShort = lines * Math.ceil((width * frame.fontSize) / frame.width) <= LONGEST_UNBROKEN_PARAGRAPH;
  const unbreakable = isShort ? { unbreakable: true } : {};
  return [{ text: content, margin: [0, 0, 0, frame.gap], ...unbreakable }];
}

function headingBlock(token: Tokens.Heading, context: DocumentContext): Content[] {
  const fontSize = FONT_SIZES.heading[token.depth - 1] ?? FONT_SIZES.body;
  const { content } = setInline(withoutAnchor(token.tokens), fontSize, context, { bold: true });
  if (content.length === 0) return [];
  const section = context.sections.byToken.get(token);
  const heading = { text: content, style: `heading${token.depth}`, headlineLevel: token.depth };
  if (section === undefined) return [heading];
  const { id, title, parent } = section;
  const bookmark = { outline: true, outlineText: title, outlineExpanded: token.depth === 1 };
  const destination = { ...heading, ...bookmark, id, ...(parent === undefined ? {} : { outlineParentId: parent.id }) };
  return token.depth === 1 ? [{ ...destination, margin: [0, 0, 0, 5] }, accent()] : [destination];
}

/** `## Why {#why}` prints as "Why". */
function withoutAnchor(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1);
  if (last?.type !== 'text' || !OWN_ANCHOR.test(last.raw)) return tokens;
  const text = last.raw.replace(OWN_ANCHOR, '');
  return [...tokens.slice(0, -1), ...(text === '' ? [] : [{ ...last, raw: text, text }])];
}

/** A short bar below the title of the document. */
function accent(): Content {
  const line = { type: 'line' as const, x1: 0, y1: 0, x2: 42, y2: 0, lineWidth: 2.4, lineColor: COLOURS.accent };
  return { canvas: [line], margin: [0, 0, 0, 14] };
}

function rule({ width }: Frame): Content {
  const line = { type: 'line' as const, x1: 0, y1: 0, x2: width, y2: 0, lineWidth: 0.6, lineColor: COLOURS.line };
  return { canvas: [line], margin: [0, 5, 0, 10] };
}
