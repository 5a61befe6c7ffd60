import type { FigureData } from '../model/figure.ts';
import type { Analysis } from '../model/verdict.ts';
import type { Catalogue } from './catalogue.ts';
import { tellStory } from './story/story.ts';
import type { StoryOptions } from './story/subject.ts';
import { renderTemplate } from './template.ts';

/** A report, and the figures that may be drawn in it. */
export interface ToldReport {
  readonly title: string;
  readonly markdown: string;
  /** What a printed report says on its first page, below its title; null for a document without such a page. */
  readonly cover: string | null;
  readonly figures: readonly FigureData[];
}

/** The report of an analysis in one language: CommonMark with GFM tables, task lists and alerts, and a `[[toc]]` line. */
export function tellReport(analysis: Analysis, catalogue: Catalogue, options: StoryOptions): ToldReport {
  const { template, view, title, figures } = tellStory(analysis, catalogue, options);
  const print = (name: string): string => tidy(renderTemplate(catalogue, name, view));
  return { title, markdown: print(template), cover: print('cover'), figures };
}

/** The Markdown of {@link tellReport} alone. */
export function toMarkdown(analysis: Analysis, catalogue: Catalogue, options: StoryOptions): string {
  return tellReport(analysis, catalogue, options).markdown;
}

/** One blank line at most between blocks; one newline at the end. */
export function tidy(markdown: string): string {
  return `${markdown.replace(/\n{3,}/g, '\n\n').trim()}\n`;
}
