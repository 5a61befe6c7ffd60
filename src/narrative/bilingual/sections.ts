/** Markdown in sections: a heading and the blocks below it. What stands before the first heading has none. */
import { blocksOf } from '../blocks.ts';

export interface MarkdownSection {
  /** 1 to 6; 0 for what stands before the first heading. */
  readonly depth: number;
  readonly heading: string;
  readonly blocks: readonly string[];
}

const HEADING = /^(#{1,6}) (.*)$/;

export function sectionsOf(markdown: string): readonly MarkdownSection[] {
  const sections: { depth: number; heading: string; blocks: string[] }[] = [{ depth: 0, heading: '', blocks: [] }];
  for (const block of blocksOf(markdown)) {
    const [, marks, heading] = HEADING.exec(block) ?? [];
    if (marks === undefined || heading === undefined) sections.at(-1)?.blocks.push(block);
    else sections.push({ depth: marks.length, heading, blocks: [] });
  }
  return sections;
}
