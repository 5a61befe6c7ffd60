import type { Analysis } from '../model/verdict.ts';
import { cutAtBlock } from './blocks.ts';
import type { Catalogue } from './catalogue.ts';
import { type ToldReport, tidy } from './markdown.ts';
import { tellBrief } from './story/brief.ts';
import type { StoryOptions } from './story/subject.ts';
import { renderTemplate } from './template.ts';

/** One page for the customer, without figures and tables. */
export function tellLetter(analysis: Analysis, catalogue: Catalogue, options: StoryOptions): ToldReport {
  const { title, view } = tellBrief(analysis, catalogue, options);
  return { title, markdown: tidy(renderTemplate(catalogue, 'letter', view)), cover: null, figures: [] };
}

/** The verdict as a comment on a ticket: at most `limit` UTF-16 code units of Markdown, cut at a block and then saying so. */
export function tellComment(analysis: Analysis, catalogue: Catalogue, options: StoryOptions, limit: number): string {
  const { view } = tellBrief(analysis, catalogue, options);
  const notice = catalogue.messages.format(catalogue.common('letter.cut'));
  return cutAtBlock(tidy(renderTemplate(catalogue, 'comment', view)), limit, notice);
}
