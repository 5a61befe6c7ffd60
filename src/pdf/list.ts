// Bulleted, numbered and task lists.
import type { Token, Tokens } from 'marked';
import type { Content, ContentStack, Style } from 'pdfmake/interfaces.js';
import { DEEPEST_INDENT, type DocumentContext, type Frame } from './context.ts';
import { setPlain } from './inline.ts';
import { COLOURS } from './theme.ts';

/** Room for a character of a marker, in em: pdfmake indents items by the width of their widest marker. */
const MARKER_CHARACTER = 0.62;

/** Length of pdfmake's bullet gap ("9. "), in characters. */
const BULLET_CHARACTERS = 3;

const CHECKBOXES = { open: '☐', done: '☑' } as const;
const CHECKBOX_WIDTH = 15;

const ITEM_GAP = 2.5;

/** Converts a list; its items may hold any block. */
export function listBlock(token: Tokens.List, frame: Frame, context: DocumentContext): Content {
  if (frame.depth >= DEEPEST_INDENT)
    return { stack: token.items.flatMap((item) => itemStack(item.tokens, frame, context)) };
  const start = typeof token.start === 'number' ? token.start : 1;
  const markerCharacters = token.ordered ? String(start + token.items.length).length + 2 : BULLET_CHARACTERS;
  const width = frame.width - markerCharacters * MARKER_CHARACTER * frame.fontSize;
  const items = token.items.map((item) => itemOf(item, { ...frame, width, depth: frame.depth + 1 }, context));
  const look: Style = { margin: [0, 0, 0, frame.gap], markerColor: COLOURS.accent };
  return token.ordered ? { ol: items, start, ...look } : { ul: items, ...look };
}

function itemOf(item: Tokens.ListItem, frame: Frame, context: DocumentContext): ContentStack & { listType?: 'none' } {
  if (item.task) return taskOf(item.checked === true, item.tokens, frame, context);
  return { stack: itemStack(item.tokens, frame, context) };
}

/** The box is set as a character: pdfmake draws its own marks again for each attempt to break pages. */
function taskOf(
  done: boolean,
  blocks: readonly Token[],
  frame: Frame,
  context: DocumentContext,
): ContentStack & { listType: 'none' } {
  const box = setPlain(done ? CHECKBOXES.done : CHECKBOXES.open, frame.fontSize, context);
  const width = frame.width - CHECKBOX_WIDTH;
  const [lead, ...rest] = itemStack(blocks, { ...frame, width }, context);
  const columns = [
    { width: CHECKBOX_WIDTH, text: box.content, color: COLOURS.accent },
    { width, stack: lead === undefined ? [] : [lead] },
  ];
  // A lead that must not break takes its box along to the next page.
  const head = { columns, columnGap: 0, ...((lead as ContentStack).unbreakable === true ? { unbreakable: true } : {}) };
  return { listType: 'none', stack: [head, { stack: rest, margin: [CHECKBOX_WIDTH, 0, 0, 0] }] };
}

/** The blocks of an item, closer together than those of the page; an empty item keeps its line. */
function itemStack(tokens: readonly Token[], frame: Frame, context: DocumentContext): Content[] {
  const blocks = tokens.filter(({ type }) => type !== 'checkbox');
  const content = context.blocks(blocks, { ...frame, gap: ITEM_GAP }, context);
  return content.length === 0 ? [{ text: ' ' }] : withLead(content);
}

/** A short first paragraph and the short code or table right after it stay on one page. */
function withLead([first, second, ...rest]: Content[]): Content[] {
  const stack = [first, second].filter((block) => block !== undefined);
  const isShort = stack.length === 2 && stack.every((block) => (block as ContentStack).unbreakable === true);
  return isShort ? [{ stack, unbreakable: true }, ...rest] : [...stack, ...rest];
}
