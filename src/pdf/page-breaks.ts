// Keeps headings with what they introduce.
//
// pdfmake asks before which node a page must end, but tells wrong pages of text in blocks that must not break, rows of tables
// among them: only the page of text that has an id is put right once its block is placed. So the blocks after a heading get one.
import type { Content, Node, NodeQueries } from 'pdfmake/interfaces.js';

/** A heading that starts below this share of the page goes to the next one: fewer than three lines would follow it. */
const LOWEST_HEADING = 0.9;

/** Below this share, a heading with a single block goes along when the rest of its section is on the next page. */
const LOWEST_INTRODUCTION = 0.72;

/** Above this share, a heading is the first text of its page: a further page would not help. */
const TOP = 0.05;

/** How many blocks after a heading must be found. */
const ANCHORED_BLOCKS = 2;

/** The parts of a content node that hold text or other nodes. */
interface Holder {
  readonly text?: Content;
  readonly headlineLevel?: number;
  readonly stack?: readonly Content[];
  readonly ul?: readonly Content[];
  readonly ol?: readonly Content[];
  readonly columns?: readonly Content[];
  readonly table?: { readonly headerRows?: number; readonly body: readonly (readonly Content[])[] };
  id?: string;
}

/** Gives an id to the first text of the blocks that follow each heading. */
export function anchorBlocks(content: readonly Content[]): void {
  let count = ANCHORED_BLOCKS;
  content.forEach((block, index) => {
    count = (block as Holder).headlineLevel === undefined ? count + 1 : 0;
    const text = count > 0 && count <= ANCHORED_BLOCKS ? firstText(block as Holder) : undefined;
    if (text !== undefined) text.id ??= `block-${index + 1}`;
  });
}

/** The header of a table is printed on each of its pages, so its first row of data tells where it begins. */
function firstText(node: Holder): Holder | undefined {
  if (node.text !== undefined) return node.text === '' ? undefined : node;
  const { stack, ul, ol, columns, table } = node;
  const inside = stack ?? ul ?? ol ?? columns ?? table?.body.slice(table.headerRows ?? 0).flat() ?? [];
  for (const child of inside) {
    const found = firstText(child as Holder);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a page must end before a node: a heading never stands alone at the foot of a page. */
export function breaksBefore(node: Node, queries: NodeQueries): boolean {
  const { verticalRatio, pageNumber } = node.startPosition;
  if (node.headlineLevel === undefined || verticalRatio < TOP) return false;
  if (verticalRatio > LOWEST_HEADING) return true;
  const followers = queries.getFollowingNodesOnPage().filter((follower) => isFoundOn(pageNumber, follower));
  const next = queries.getNodesOnNextPage().find((follower) => isFoundOn(pageNumber + 1, follower));
  if (next === undefined) return false;
  const goesOn = next.headlineLevel === undefined;
  const isAlone = followers.every(({ headlineLevel }) => headlineLevel !== undefined);
  if (isAlone) return goesOn || followers.length === 0;
  return goesOn && verticalRatio > LOWEST_INTRODUCTION && followers.length === 1;
}

function isFoundOn(page: number, { id, svg, startPosition }: Node): boolean {
  return (id !== undefined || svg !== undefined) && startPosition.pageNumber === page;
}
