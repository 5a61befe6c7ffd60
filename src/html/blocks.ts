/** Blocks → HTML: one function per kind of token. An unknown one has no rule, so that throws. */
import type { Token, Tokens } from 'marked';
import { alertOf } from '../markdown/alert.ts';
import { figureMark } from '../markdown/figure-mark.ts';
import { isContentsMark, plainText, type Section } from '../markdown/sections.ts';
import type { BlockToken } from '../markdown/tokens.ts';
import type { EditionContext } from './edition.ts';
import { inline } from './inline.ts';
import { escapeHtml, openTag, tag } from './tags.ts';

/** Converts block tokens. */
export function blocks(tokens: readonly Token[], context: EditionContext): string {
  return tokens.map((token) => blockOf(token as BlockToken, context)).join('\n');
}

function blockOf(token: BlockToken, context: EditionContext): string {
  switch (token.type) {
    case 'space':
    case 'def':
      return '';
    case 'heading':
      return headingBlock(token, context);
    case 'paragraph':
      return isContentsMark(token) ? contents(context) : tag('p', {}, inline(token.tokens));
    case 'text':
      return inline(token.tokens ?? [token]);
    case 'list':
      return listBlock(token, context);
    case 'table':
      return tableBlock(token, context);
    case 'code':
      return codeBlock(token, context);
    case 'blockquote':
      return quoteBlock(token, context);
    case 'hr':
      return openTag('hr', {});
    default:
      throw new Error(`no rule for the Markdown block "${(token as Token).type}"`);
  }
}

/** Ids of both languages stand in one document, so each begins with its language. */
const idOf = ({ id }: Section, { language }: EditionContext): string => `${language}-${id}`;

function headingBlock(token: Tokens.Heading, context: EditionContext): string {
  const section = context.sections.byToken.get(token);
  if (section !== undefined) context.current = section.title;
  const id = section === undefined ? undefined : idOf(section, context);
  return tag(`h${token.depth}`, { id }, inline(token.tokens));
}

/** Headings of this depth are listed. */
const LISTED_DEPTH = 2;

function contents(context: EditionContext): string {
  const listed = [...context.sections.byToken.values()].filter(({ depth }) => depth === LISTED_DEPTH);
  const items = listed.map((section) => {
    const link = tag('a', { href: `#${idOf(section, context)}` }, escapeHtml(section.title));
    return tag('li', {}, link);
  });
  const id = `${context.language}-contents`;
  const title = tag('h2', { id }, escapeHtml(context.words.contents));
  return tag('nav', { class: 'contents', 'aria-labelledby': id }, `${title}${tag('ol', {}, items.join(''))}`);
}

function listBlock({ ordered, start, items }: Tokens.List, context: EditionContext): string {
  const first = ordered && start !== '' && start !== 1 ? String(start) : undefined;
  const tasks = items.some(({ task }) => task) ? 'tasks' : undefined;
  const inside = items.map((item) => tag('li', {}, itemOf(item, context))).join('');
  return tag(ordered ? 'ol' : 'ul', { start: first, class: tasks }, inside);
}

/** The box of a task can be ticked while somebody works through the list; nothing is stored. */
function itemOf({ task, checked, tokens }: Tokens.ListItem, context: EditionContext): string {
  const [lead, ...rest] = tokens.filter(({ type }) => type !== 'checkbox');
  if (!task || lead === undefined) return blocks(tokens, context);
  const box = openTag('input', { type: 'checkbox', checked: checked === true ? true : undefined });
  const label = tag('label', {}, `${box} ${inline((lead as Tokens.Text).tokens ?? [lead])}`);
  return `${label}${blocks(rest, context)}`;
}

/** A table of so many columns keeps its width on a narrow screen. */
const MANY_COLUMNS = 5;

/** A wide table scrolls within its own region, which the keyboard can reach. */
function tableBlock({ header, rows, align }: Tokens.Table, context: EditionContext): string {
  const cell = (name: string, { tokens }: Tokens.TableCell, column: number): string => {
    const scope = name === 'th' ? 'col' : undefined;
    return tag(name, { scope, class: align[column] === 'right' ? 'number' : undefined }, inline(tokens));
  };
  const head = tag('tr', {}, header.map((each, column) => cell('th', each, column)).join(''));
  const body = rows.map((row) => tag('tr', {}, row.map((each, column) => cell('td', each, column)).join('')));
  const table = tag(
    'table',
    { class: header.length >= MANY_COLUMNS ? 'wide' : undefined },
    `${tag('thead', {}, head)}${tag('tbody', {}, body.join('\n'))}`,
  );
  context.tables += 1;
  const label = `${context.current} ${context.tables}`.trim();
  return tag('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label }, table);
}

function codeBlock({ lang, text }: Tokens.Code, context: EditionContext): string {
  const mark = figureMark(lang);
  const drawn = mark === null ? undefined : context.figures.get(mark.id);
  if (mark !== null && drawn !== undefined) return mark.isFallback ? '' : figureOf(drawn);
  const code = tag('pre', { tabindex: '0' }, tag('code', {}, escapeHtml(text)));
  const label = copyLabel(lang, context);
  if (label === undefined) return tag('div', { class: 'code' }, code);
  const button = { type: 'button', class: 'copy', hidden: true, 'aria-label': `${label}: ${text}` } as const;
  return tag('div', { class: 'code' }, `${code}${tag('button', button, escapeHtml(label))}`);
}

/** Filters and commands are there to be copied. */
function copyLabel(language: string | undefined, { words }: EditionContext): string | undefined {
  if (language === 'wireshark') return words.copyFilter;
  return language === 'sh' ? words.copyCommand : undefined;
}

/** A drawing is wider than a telephone: it scrolls within its own region. */
function figureOf({ svg, title }: { readonly svg: string; readonly title: string }): string {
  return tag('figure', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': title }, svg);
}

function quoteBlock(token: Tokens.Blockquote, context: EditionContext): string {
  const { kind, tokens } = alertOf(token);
  if (kind === undefined) return tag('blockquote', {}, blocks(tokens, context));
  const label = context.words.alerts[kind];
  const title = tag('p', { class: 'label' }, escapeHtml(label));
  return tag(
    'div',
    { class: `callout ${kind}`, role: 'note', 'aria-label': label },
    `${title}${blocks(tokens, context)}`,
  );
}

/** The first heading of a document without its markup. */
export function firstHeading(tokens: readonly Token[]): string {
  const heading = tokens.find(({ type }) => type === 'heading') as Tokens.Heading | undefined;
  return heading === undefined ? '' : plainText(heading.tokens);
}
