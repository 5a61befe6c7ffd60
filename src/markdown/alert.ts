// Callouts, which GitHub writes as quotes: `> [!WARNING]`.
import type { Token, Tokens } from 'marked';

/** A kind of callout. */
export type AlertKind = 'note' | 'tip' | 'important' | 'warning' | 'caution';

const ALERT = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][^\S\n]*(?:\n|$)/i;

/** Takes the `[!KIND]` off the first paragraph. */
export function alertOf({ tokens }: Tokens.Blockquote): { kind: AlertKind | undefined; tokens: readonly Token[] } {
  const [first, ...rest] = tokens;
  if (first?.type !== 'paragraph') return { kind: undefined, tokens };
  const paragraph = first as Tokens.Paragraph;
  const [text, ...inline] = paragraph.tokens;
  const found = text?.type === 'text' ? ALERT.exec(text.raw) : null;
  const kind = found?.[1]?.toLowerCase() as AlertKind | undefined;
  if (text === undefined || found === null || kind === undefined) return { kind: undefined, tokens };
  const remaining = text.raw.slice(found[0].length);
  const afterBreak = inline[0]?.type === 'br' && remaining === '' ? inline.slice(1) : inline;
  const kept = remaining === '' ? afterBreak : [{ ...text, raw: remaining, text: remaining }, ...inline];
  return { kind, tokens: kept.length === 0 ? rest : [{ ...paragraph, tokens: kept }, ...rest] };
}
