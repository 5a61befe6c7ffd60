/** Reports for tests, and what tests look at in them. */
import { Marked, type Tokens } from 'marked';
import type { Analysis, Verdict } from '../../src/model/verdict.ts';
import { toMarkdown } from '../../src/narrative/markdown.ts';
import { sheets, testCatalogue } from './catalogue.ts';
import { analysis, finding, seen, verdict } from './verdict.ts';

export const tags = ['zh-CN', 'en'];

/** The report of an analysis with the causes of test/support/catalogue.ts. */
export const tell = (told: Analysis, tag: string, options: object = {}): string =>
  toMarkdown(told, testCatalogue(tag), { causes: sheets, ...options });

/** Page one: everything before the table of contents. */
export const pageOne = (markdown: string): string => markdown.slice(0, markdown.indexOf('[[toc]]'));

/** All tables of a report. */
export function tables(markdown: string): readonly Tokens.Table[] {
  const found: Tokens.Table[] = [];
  const marked = new Marked({ gfm: true });
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === 'table') found.push(token as Tokens.Table);
  });
  return found;
}

/** One finding of many RSTs. */
export const many = (count: number, cause: Verdict['cause'] = 'state-lost-listener-up'): Analysis => {
  const verdicts = Array.from({ length: count }, (_, index) => {
    const reset = seen({ ...verdict().reset, frame: 100 + index, timeUs: 1000 * index });
    const common = { ...verdict().common, resetFrame: reset.frame };
    return verdict({ id: `r${index + 1}`, cause, reset, common, finding: 'f1' });
  });
  return analysis({
    verdicts,
    findings: [finding({ cause, resets: verdicts.map(({ id }) => id), connections: count })],
  });
};
