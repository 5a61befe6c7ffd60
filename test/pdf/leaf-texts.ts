import type { Token, Tokens } from 'marked';
import { OWN_ANCHOR } from '../../src/markdown/sections.ts';
import { decodeEntities, markdownTokens } from '../../src/markdown/tokens.ts';

/** Every piece of text that a reader of a Markdown document must find in its print: text, cells, lines of code. */
export function leafTexts(markdown: string): readonly string[] {
  return markdownTokens(markdown)
    .flatMap(leaves)
    .map((text) => text.replace(OWN_ANCHOR, '').replace(/^\[!\w+\]\n?/, ''))
    .filter((text) => text.trim() !== '' && text !== '[[toc]]');
}

function leaves(token: Token): string[] {
  switch (token.type) {
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].flat().flatMap((cell) => cell.tokens.flatMap(leaves));
    }
    case 'list':
      return (token as Tokens.List).items.flatMap((item) => item.tokens.flatMap(leaves));
    case 'code': {
      const { lang, text } = token as Tokens.Code;
      return /\b(?:figure|fallback)=/.test(lang ?? '') ? [] : text.split('\n');
    }
    case 'codespan':
      return [(token as Tokens.Codespan).text];
    default: {
      const { tokens, text } = token as { tokens?: Token[]; text?: string };
      return tokens === undefined ? [decodeEntities(text ?? '')] : tokens.flatMap(leaves);
    }
  }
}
