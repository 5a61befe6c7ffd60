/** Markdown → one HTML file that needs nothing else: no request leaves it, and nothing runs in it but its own script. */
import { createHash } from 'node:crypto';
import { findSections } from '../markdown/sections.ts';
import { markdownTokens } from '../markdown/tokens.ts';
import type { Brand, Logo } from '../model/brand.ts';
import { blocks, firstHeading } from './blocks.ts';
import type { Edition } from './edition.ts';
import { tag } from './tags.ts';

export type { Edition } from './edition.ts';
export { escapeHtml } from './tags.ts';

/** Renders a template: `html`, `html-style`, `html-script`. Tags of two braces are escaped as HTML. */
export type RenderTemplate = (name: string, view: object) => string;

/** Whose page it is. */
type Look = Brand & { readonly foot: string };

/** One page with an article for each edition; the first one is shown unless the reader's language is another. */
export function writeHtml(editions: readonly Edition[], look: Look, render: RenderTemplate): string {
  const [first] = editions;
  if (first === undefined) throw new Error('a page without an edition');
  const articles = editions.map(articleOf);
  const style = render('html-style', { accent: look.colours?.accent ?? null, heading: look.colours?.heading ?? null });
  const script = render('html-script', {});
  return render('html', {
    language: first.language,
    title: articles[0]?.title ?? '',
    words: first.words,
    policy: policyFor(style, script),
    style,
    script,
    articles,
    logo: look.logo === undefined ? null : { source: dataUrl(look.logo), name: look.company ?? '' },
    foot: look.foot,
    switchable: articles.length > 1,
  });
}

function articleOf(edition: Edition) {
  const pieces = edition.pieces.map((piece) => ({ ...piece, tokens: markdownTokens(piece.markdown) }));
  const tokens = pieces.flatMap((piece) => piece.tokens);
  const context = { ...edition, sections: findSections(tokens), current: '', tables: 0 };
  const { language, name, words } = edition;
  // Screen readers change their voice where the language of the text changes (WCAG 2.2 §3.1.2).
  const body = pieces.map((piece) => {
    const printed = blocks(piece.tokens, context);
    return piece.language === null || piece.language === language
      ? printed
      : tag('div', { lang: piece.language }, printed);
  });
  return { language, name, copied: words.copied, title: firstHeading(tokens), body: body.join('\n') };
}

/** The picture itself: nothing is fetched, and in an `img` no script of an SVG runs. */
function dataUrl({ type, bytes }: Logo): string {
  return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
}

/** Only this style sheet and this script, by their digests (Content Security Policy Level 3 §2.3.1); nothing is loaded, framed or sent. */
function policyFor(style: string, script: string): string {
  const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${digest(style)}`,
    `script-src ${digest(script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
