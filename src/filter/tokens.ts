// Words, brackets and operators of a filter, each with the column where it stands.

/** One token; the column counts characters from 1. */
export interface Token {
  readonly text: string;
  readonly column: number;
}

/** Brackets and operators, or a word: everything else that is not space. */
const TOKEN = /\(|\)|&&|\|\||!(?!=)|[^\s()!&|]+|[&|!]/g;

/** The tokens of a filter, and at the end one without text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens = [...text.matchAll(TOKEN)].map((match) => ({ text: match[0], column: match.index + 1 }));
  return [...tokens, { text: '', column: text.length + 1 }];
}
