// Block quotes, and the callouts that GitHub writes as quotes: `> [!WARNING]`.
import type { Tokens } from 'marked';
import type { Content } from 'pdfmake/interfaces.js';
import { type AlertKind, alertOf } from '../markdown/alert.ts';
import { type BoxStyle, box, innerWidth } from './boxes.ts';
import { DEEPEST_INDENT, type DocumentContext, type Frame } from './context.ts';
import { withoutLastGap } from './gaps.ts';
import { setPlain } from './inline.ts';
import { ALERT_COLOURS, COLOURS } from './theme.ts';

const PADDING = { x: 11, y: 7 } as const;
const QUOTE: BoxStyle = { fill: null, bar: COLOURS.line, barWidth: 2.5, padding: { x: 11, y: 2 } };

/** Converts a block quote or callout. */
export function quoteBlock(token: Tokens.Blockquote, frame: Frame, context: DocumentContext): Content {
  const { kind, tokens } = alertOf(token);
  const style = kind === undefined ? QUOTE : { ...ALERT_COLOURS[kind], barWidth: 3, padding: PADDING };
  if (frame.depth >= DEEPEST_INDENT) return { stack: context.blocks(tokens, frame, context) };
  const inner = { ...frame, width: innerWidth(frame.width, style), depth: frame.depth + 1 };
  const content = [...labelOf(kind, frame, context), ...withoutLastGap(context.blocks(tokens, inner, context))];
  return box(content, frame.width, style, isShort(token, inner));
}

function labelOf(kind: AlertKind | undefined, { fontSize }: Frame, context: DocumentContext): Content[] {
  const label = kind === undefined ? undefined : context.options.labels.alerts?.[kind];
  if (kind === undefined || label === undefined) return [];
  const { content } = setPlain(label, fontSize, context, { bold: true });
  return [{ text: content, color: ALERT_COLOURS[kind].bar, margin: [0, 0, 0, 2] }];
}

/** A box taller than a page that must not break disappears (pdfmake 0.3): only short ones of plain text are kept together. */
const LONGEST_UNBROKEN_QUOTE = 14;

function isShort({ tokens, raw }: Tokens.Blockquote, { width, fontSize }: Frame): boolean {
  if (tokens.some(({ type }) => type === 'code' || type === 'table' || type === 'blockquote')) return false;
  const lines = raw.split('\n').reduce((count, line) => count + Math.ceil((line.length * fontSize) / width), 0);
  return lines <= LONGEST_UNBROKEN_QUOTE;
}
