// Markdown → tokens, with the rules that Chinese text and untrusted content need.
import { Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked';

/** All blocks that there are with these rules. */
export type BlockToken =
  | Tokens.Space
  | Tokens.Def
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Text
  | Tokens.List
  | Tokens.Table
  | Tokens.Code
  | Tokens.Blockquote
  | Tokens.Hr;

/** All that may stand within a line. */
export type InlineToken =
  | Tokens.Text
  | Tokens.Escape
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Link
  | Tokens.Image
  | Tokens.Br
  | Tokens.Checkbox;

/**
 * `**…**` is bold wherever it stands. CommonMark refuses it between a Chinese character and punctuation
 * (its "flanking" rule presumes spaces between words), so that the asterisks would be printed.
 */
const strongAnywhere: TokenizerAndRendererExtension = {
  name: 'strongAnywhere',
  level: 'inline',
  start: (source) => {
    const index = source.indexOf('**');
    return index < 0 ? undefined : index;
  },
  tokenizer(source) {
    const found = /^\*\*(?=[^\s*])([^*\n]*[^\s*\\])\*\*(?!\*)/.exec(source);
    const text = found?.[1];
    if (found === null || text === undefined) return undefined;
    return { type: 'strong', raw: found[0], text, tokens: this.lexer.inlineTokens(text) };
  },
};

/** `[^1]: …` is the text of a footnote, not the target of a link: taken as a target, the text would be lost. */
const FOOTNOTE = /^ {0,3}\[\^/;

/** Off: bare addresses would swallow the Chinese text that follows; HTML is printed as the text it is. */
const refuse = (): undefined => undefined;

const markdown = new Marked({ gfm: true }).use({
  tokenizer: {
    url: refuse,
    html: refuse,
    tag: refuse,
    def: (source) => (FOOTNOTE.test(source) ? undefined : false),
  },
  extensions: [strongAnywhere],
});

/** Lexes a Markdown document (GitHub flavour). */
export function markdownTokens(source: string): readonly Token[] {
  return markdown.lexer(source);
}

/** The characters behind the entities that Markdown writers use; others stay as they are written. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['middot', '·'],
  ['times', '×'],
  ['le', '≤'],
  ['ge', '≥'],
  ['rarr', '→'],
  ['larr', '←'],
]);

/** Replaces character references, which the lexer leaves in its text tokens (CommonMark §2.5). */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
    (written, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES.get(name) ?? written;
      return characterOf(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
    },
  );
}

function characterOf(codePoint: number): string {
  const isScalar = codePoint > 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return isScalar ? String.fromCodePoint(codePoint) : '\ufffd';
}
