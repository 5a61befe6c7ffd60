import type { Analysis } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { tellStory } from './story/story.ts';
import type { StoryOptions } from './story/subject.ts';
import { renderTemplate } from './template.ts';

/** The report of an analysis in one language: CommonMark with GFM tables, task lists and alerts, and a `[[toc]]` line. */
export function toMarkdown(analysis: Analysis, catalogue: Catalogue, options: StoryOptions): string {
  const { template, view } = tellStory(analysis, catalogue, options);
  return tidy(renderTemplate(catalogue, template, view));
}

/** One blank line at most between blocks; one newline at the end. */
function tidy(markdown: string): string {
  return `${markdown.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}
