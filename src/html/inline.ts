/** Spans → HTML: what Markdown can say within a line, and no more. */
import type { Token, Tokens } from 'marked';
import { decodeEntities, type InlineToken } from '../markdown/tokens.ts';
import { escapeHtml, openTag, tag } from './tags.ts';

/** Converts inline tokens. */
export function inline(tokens: readonly Token[]): string {
  return tokens.map((token) => spanOf(token as InlineToken)).join('');
}

function spanOf(token: InlineToken): string {
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? escapeHtml(decodeEntities(token.text)) : inline(token.tokens);
    case 'escape':
      return escapeHtml(token.text);
    case 'strong':
      return tag('strong', {}, inline(token.tokens));
    case 'em':
      return tag('em', {}, inline(token.tokens));
    case 'del':
      return tag('del', {}, inline(token.tokens));
    case 'codespan':
      return tag('code', {}, escapeHtml(token.text));
    case 'link':
      return linkOf(token);
    case 'image': // Nothing is ever loaded: only the description is shown.
      return escapeHtml(decodeEntities(token.text));
    case 'br':
      return openTag('br', {});
    case 'checkbox': // Shown by the list that holds it.
      return '';
    default:
      throw new Error(`no rule for the inline Markdown token "${(token as Token).type}"`);
  }
}

const ALLOWED_PROTOCOLS: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/** A link leads to a web or mail address; anything else is shown as plain text. */
function linkOf({ href, tokens }: Tokens.Link): string {
  const address = decodeEntities(href);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !ALLOWED_PROTOCOLS.has(url.protocol)) return inline(tokens);
  return tag('a', { href: url.href, rel: 'noreferrer' }, inline(tokens));
}
