/** Cuts Markdown between blocks, so that what is left is still whole Markdown. */

const FENCE = /^(`{3,})/;

/** Blocks between blank lines; a fenced block is one, blank lines and all. */
export function blocksOf(markdown: string): readonly string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  const finish = (): void => {
    if (lines.length > 0) blocks.push(lines.join('\n'));
    lines = [];
  };
  for (const line of markdown.split('\n')) {
    if (fence === null && line.trim() === '') finish();
    else lines.push(line);
    if (fence === null) fence = FENCE.exec(line)?.[1] ?? null;
    else if (line === fence) fence = null;
  }
  finish();
  return blocks;
}

/** As many whole blocks from the start as fit into `limit` UTF-16 code units; when some do not, the notice follows. */
export function cutAtBlock(markdown: string, limit: number, notice: string): string {
  if (markdown.length <= limit) return markdown;
  const blocks = blocksOf(markdown);
  let kept = '';
  for (const block of blocks) {
    const longer = `${kept}${block}\n\n`;
    if (longer.length + notice.length + 1 > limit) break;
    kept = longer;
  }
  return `${kept}${notice}\n`;
}
