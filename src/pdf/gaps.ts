import type { Column, Content, Margins } from 'pdfmake/interfaces.js';

/** The parts of a content node that hold space or other nodes. */
interface Spaced {
  margin?: Margins;
  readonly stack?: readonly Content[];
  readonly ul?: readonly Content[];
  readonly ol?: readonly Content[];
  readonly columns?: readonly Column[];
}

/**
 * Takes the space below the last block away, in place and however deep it is nested: a box has its own padding, and at the end of a
 * document pdfmake would begin an empty page for the space that does not fit.
 */
export function withoutLastGap(blocks: Content[]): Content[] {
  const last = blocks.at(-1);
  if (last !== undefined) removeGap(last as Spaced);
  return blocks;
}

function removeGap(node: Spaced): void {
  const { margin, stack, ul, ol, columns } = node;
  if (Array.isArray(margin)) node.margin = [margin[0], margin[1], margin[2] ?? margin[0], 0];
  for (const child of columns ?? []) removeGap(child as Spaced);
  const last = (stack ?? ul ?? ol)?.at(-1);
  if (last !== undefined) removeGap(last as Spaced);
}
