/** Markdown tokens → the markup of a ticket system. A dialect says how each kind of token is written; the walk is the same for all. */
import type { Token, Tokens } from 'marked';
import { decodeEntities, markdownTokens } from '../../markdown/tokens.ts';

/** How one system writes things: `I` is a span within a line, `B` a block. */
export interface Dialect<I, B> {
  readonly text: (text: string) => I;
  readonly strong: (inside: readonly I[]) => I;
  readonly emphasis: (inside: readonly I[]) => I;
  readonly code: (text: string) => I;
  readonly link: (inside: readonly I[], address: string) => I;
  readonly lineBreak: () => I;
  readonly paragraph: (inside: readonly I[]) => B;
  readonly heading: (depth: number, inside: readonly I[]) => B;
  readonly list: (isOrdered: boolean, items: readonly (readonly B[])[]) => B;
  readonly codeBlock: (text: string) => B;
  readonly quote: (inside: readonly B[]) => B;
  readonly rule: () => B;
  /** The first row is the head. */
  readonly table: (rows: readonly (readonly (readonly I[])[])[]) => B;
}

/** All blocks of a text, in a dialect. */
export function convert<I, B>(markdown: string, dialect: Dialect<I, B>): readonly B[] {
  return blocksOf(markdownTokens(markdown), dialect);
}

function blocksOf<I, B>(tokens: readonly Token[], dialect: Dialect<I, B>): readonly B[] {
  return tokens.filter(({ type }) => type !== 'space' && type !== 'def').map((token) => blockOf(token, dialect));
}

function blockOf<I, B>(token: Token, dialect: Dialect<I, B>): B {
  switch (token.type) {
    case 'heading':
      return dialect.heading((token as Tokens.Heading).depth, spans(token.tokens, dialect));
    case 'paragraph':
    case 'text':
      return dialect.paragraph(spans(token.tokens ?? [token], dialect));
    case 'list': {
      const { ordered, items } = token as Tokens.List;
      return dialect.list(
        ordered,
        items.map(({ tokens }) => blocksOf(tokens.filter(isShown), dialect)),
      );
    }
    case 'code':
      return dialect.codeBlock((token as Tokens.Code).text);
    case 'blockquote':
      return dialect.quote(blocksOf(token.tokens ?? [], dialect));
    case 'hr':
      return dialect.rule();
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return dialect.table([header, ...rows].map((row) => row.map(({ tokens }) => spans(tokens, dialect))));
    }
    default:
      throw new Error(`no rule for the Markdown block "${token.type}"`);
  }
}

/** The box of a task list is drawn nowhere. */
const isShown = ({ type }: Token): boolean => type !== 'checkbox';

const WEB_ADDRESS = /^(?:https?|mailto):/i;

function spans<I, B>(tokens: readonly Token[] | undefined, dialect: Dialect<I, B>): readonly I[] {
  return (tokens ?? []).filter(isShown).map((token) => spanOf(token, dialect));
}

function spanOf<I, B>(token: Token, dialect: Dialect<I, B>): I {
  switch (token.type) {
    case 'strong':
      return dialect.strong(spans(token.tokens, dialect));
    case 'em':
      return dialect.emphasis(spans(token.tokens, dialect));
    case 'codespan':
      return dialect.code((token as Tokens.Codespan).text);
    case 'link': {
      const address = decodeEntities((token as Tokens.Link).href);
      const inside = spans(token.tokens, dialect);
      return WEB_ADDRESS.test(address) ? dialect.link(inside, address) : dialect.emphasis(inside);
    }
    case 'br':
      return dialect.lineBreak();
    case 'escape':
      return dialect.text((token as Tokens.Escape).text);
    case 'text':
    case 'image':
    case 'del':
      return dialect.text(decodeEntities((token as Tokens.Text).text));
    default:
      throw new Error(`no rule for the inline Markdown token "${token.type}"`);
  }
}
