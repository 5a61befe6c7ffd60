import { markdownTokens } from '../../markdown/tokens.ts';

/**
 * Markdown cut between blocks so that what `render` makes of it keeps to `limit` UTF-16 code units. What is cut is told by the notice.
 * Whole blocks alone are kept, so a fence that was opened is closed.
 */
export function fitted(markdown: string, notice: string, limit: number, render: (markdown: string) => string): string {
  const whole = render(markdown);
  if (whole.length <= limit) return whole;
  const blocks = markdownTokens(markdown)
    .map(({ raw }) => raw.trimEnd())
    .filter((raw) => raw !== '');
  const cut = (kept: number): string => render([...blocks.slice(0, kept), notice].join('\n\n'));
  let fits = 0;
  let tooMany = blocks.length;
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (cut(middle).length <= limit) fits = middle;
    else tooMany = middle;
  }
  return cut(fits);
}
