// Bulleted, numbered and task lists.
import type { Token, Tokens } from 'marked';
import type { Content, ContentStack, ContentText, Margins } from 'pdfmake/interfaces.js';
import { DEEPEST_INDENT, type DocumentContext, type Frame } from './context.ts';
import { setPlain } from './inline.ts';
import { COLOURS } from './theme.ts';

/** Width pdfmake gives to a bullet and its gap ("9. "), in em. */
const BULLET_WIDTH = 3 * 0.62;

/** Space between a number and its item, in points. */
const NUMBER_GAP = 4;

const CHECKBOXES = { open: '☐', done: '☑' } as const;
const CHECKBOX_WIDTH = 15;

const ITEM_GAP = 2.5;

/** Converts a list; its items may hold any block. */
export function listBlock(token: Tokens.List, frame: Frame, context: DocumentContext): Content {
  if (frame.depth >= DEEPEST_INDENT)
    return { stack: token.items.flatMap((item) => itemStack(item.tokens, frame, context)) };
  const margin: Margins = [0, 0, 0, frame.gap];
  const inner = { ...frame, depth: frame.depth + 1 };
  if (token.ordered) return { stack: numbered(token, inner, context), margin };
  const bulleted = { ...inner, width: frame.width - BULLET_WIDTH * frame.fontSize };
  const items = token.items.map((item) => bulletOf(item, bulleted, context));
  return { ul: items, margin, markerColor: COLOURS.accent };
}

/** Numbers are set as text before their items: pdfmake prints its own behind the first line, where a copied text would have them. */
function numbered({ items, start }: Tokens.List, frame: Frame, context: DocumentContext): Content[] {
  const first = typeof start === 'number' ? start : 1;
  const marks = items.map((_, index) => setPlain(`${first + index}.`, frame.fontSize, context));
  const widest = Math.max(0, ...marks.map(({ width }) => width * frame.fontSize));
  return items.map((item, index) => ({
    stack: markedItem(marks[index]?.content ?? [], widest + NUMBER_GAP, item.tokens, frame, context),
  }));
}

function bulletOf(item: Tokens.ListItem, frame: Frame, context: DocumentContext): ContentStack & { listType?: 'none' } {
  if (!item.task) return { stack: itemStack(item.tokens, frame, context) };
  // The box is set as a character: pdfmake draws its own marks again for each attempt to break pages.
  const { content } = setPlain(item.checked === true ? CHECKBOXES.done : CHECKBOXES.open, frame.fontSize, context);
  return { listType: 'none', stack: markedItem(content, CHECKBOX_WIDTH, item.tokens, frame, context) };
}

/** An item with a mark in a column of its own; a first block that must not break takes the mark along to the next page. */
function markedItem(
  mark: ContentText[],
  markWidth: number,
  blocks: readonly Token[],
  frame: Frame,
  context: DocumentContext,
): Content[] {
  const width = frame.width - markWidth;
  const [lead = { text: ' ' }, ...rest] = itemStack(blocks, { ...frame, width }, context);
  const columns = [
    { width: markWidth, text: mark, color: COLOURS.accent },
    { width, stack: [lead] },
  ];
  const head = { columns, columnGap: 0, ...(isUnbreakable(lead) ? { unbreakable: true } : {}) };
  return rest.length === 0 ? [head] : [head, { stack: rest, margin: [markWidth, 0, 0, 0] }];
}

const isUnbreakable = (block: Content): boolean => (block as ContentStack).unbreakable === true;

/** The blocks of an item, closer together than those of the page; an empty item keeps its line. */
function itemStack(tokens: readonly Token[], frame: Frame, context: DocumentContext): Content[] {
  const blocks = tokens.filter(({ type }) => type !== 'checkbox');
  const content = context.blocks(blocks, { ...frame, gap: ITEM_GAP }, context);
  return content.length === 0 ? [{ text: ' ' }] : withLead(content);
}

/** A short first paragraph and the short code or table right after it stay on one page. */
function withLead([first, second, ...rest]: Content[]): Content[] {
  const stack = [first, second].filter((block) => block !== undefined);
  const isShort = stack.length === 2 && stack.every(isUnbreakable);
  return isShort ? [{ stack, unbreakable: true }, ...rest] : [...stack, ...rest];
}
