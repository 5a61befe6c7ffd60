// Inline tokens → spans: pieces of text with one look each, before fonts are chosen.
import type { Token } from 'marked';
import { decodeEntities, type InlineToken } from '../markdown/tokens.ts';

/** How a span looks and where it leads. */
export interface SpanStyle {
  readonly bold?: boolean;
  readonly mono?: boolean;
  readonly emphasis?: boolean;
  readonly strike?: boolean;
  /** In a table code has no tint of its own: its cells have theirs. */
  readonly inTable?: boolean;
  /** Address of a link as it is written. */
  readonly href?: string;
}

export interface Span {
  readonly text: string;
  readonly style: SpanStyle;
}

/** Unlike the `\n` inside a text, which is only how the source was wrapped. */
const HARD_BREAK = '\u2028';

/** Converts inline tokens; a `\n` in the result is a line break the author asked for. */
export function spansOf(tokens: readonly Token[], style: SpanStyle = {}): readonly Span[] {
  return resolveBreaks(tokens.flatMap((token) => rawSpans(token as InlineToken, style)));
}

function rawSpans(token: InlineToken, style: SpanStyle): Span[] {
  const nested = (tokens: readonly Token[], more: SpanStyle): Span[] =>
    tokens.flatMap((inner) => rawSpans(inner as InlineToken, { ...style, ...more }));
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? [plain(decodeEntities(token.text), style)] : nested(token.tokens, {});
    case 'escape':
      return [plain(token.text, style)];
    case 'strong':
      return nested(token.tokens, { bold: true });
    case 'em':
      return nested(token.tokens, { emphasis: true });
    case 'del':
      return nested(token.tokens, { strike: true });
    case 'codespan':
      return [plain(token.text, { ...style, mono: true })];
    case 'link':
      return nested(token.tokens, { href: decodeEntities(token.href) });
    case 'image': // Nothing is ever loaded: only the description is printed.
      return [plain(decodeEntities(token.text), style)];
    case 'br':
      return [{ text: HARD_BREAK, style }];
    case 'checkbox': // Printed by the list that holds it.
      return [];
    default:
      throw new Error(`no rule for the inline Markdown token "${(token as Token).type}"`);
  }
}

/** A line separator in the source is not a break the author asked for: it stays visible as a missing character would. */
const plain = (text: string, style: SpanStyle): Span => ({ text: text.replaceAll(HARD_BREAK, '‹U+2028›'), style });

const FULL_WIDTH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
/** Punctuation that Chinese and Latin text share. */
const SHARED = /[“”‘’…—]/;

/** Drops the line breaks of the source between Chinese characters and turns the others into spaces. */
function resolveBreaks(spans: readonly Span[]): readonly Span[] {
  const whole = spans.map(({ text }) => text).join('');
  let start = 0;
  return spans.map((span) => {
    const at = start;
    start += span.text.length;
    const text = span.text
      .replace(/ *\n */g, (written, offset: number) => {
        const before = Array.from(whole.slice(Math.max(0, at + offset - 2), at + offset)).at(-1) ?? '';
        const after = Array.from(whole.slice(at + offset + written.length).slice(0, 2))[0] ?? '';
        return joinsWithoutSpace(before, after) ? '' : ' ';
      })
      .replaceAll(HARD_BREAK, '\n');
    return { text, style: span.style };
  });
}

function joinsWithoutSpace(before: string, after: string): boolean {
  if (FULL_WIDTH.test(before)) return FULL_WIDTH.test(after) || SHARED.test(after);
  return SHARED.test(before) && FULL_WIDTH.test(after);
}
