// Keeps headings, and sentences that announce a list, table or code, with what they introduce.
//
// pdfmake asks once for each node whether a page must end before it, in the order of the document, but tells wrong pages of text in
// blocks that must not break, rows of tables among them: only the page of text that has an id is put right once its block is
// placed. So the block after an introduction gets one.
import type { Content, Node, NodeQueries } from 'pdfmake/interfaces.js';

/** Marks a paragraph that introduces what follows: less than any heading, and kept with it like one. */
export const INTRODUCTION = 9;

/** Style of the page numbers in the table of contents, by which its end is known here. */
export const CONTENTS_PAGE = 'contentsPage';

/** What starts below this share of the page goes to the next one: fewer than three lines would follow it. */
const LOWEST_HEADING = 0.9;

/** Share of the page that a heading takes with the space around it. */
const HEADING_SHARE = 0.045;

/** Above this share, a heading is the first text of its page: a further page would not help. */
const TOP = 0.05;

/** When the contents end below this share of the first page, that page is for the summary alone. */
const SUMMARY_FILLS_PAGE = 0.5;

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

/** Gives an id to the first text of the block that follows each heading or introduction. */
export function anchorBlocks(content: readonly Content[]): void {
  content.forEach((block, index) => {
    const isFirst = (content[index - 1] as Holder | undefined)?.headlineLevel !== undefined;
    const text = isFirst ? firstText(block as Holder) : undefined;
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
  const previous = queries.getPreviousNodesOnPage().at(-1);
  // The first heading of several in a row has decided for all of them.
  if (previous?.headlineLevel !== undefined) return false;
  if (previous?.style === CONTENTS_PAGE && pageNumber === 1 && verticalRatio > SUMMARY_FILLS_PAGE) return true;
  const here = queries.getFollowingNodesOnPage().filter((follower) => isFoundOn(pageNumber, follower));
  const next = queries.getNodesOnNextPage().find((follower) => isFoundOn(pageNumber + 1, follower));
  return leavesAlone(verticalRatio, here, next);
}

/** Whether a heading at a share of the page has too little below it, given what follows on its page and first on the next one. */
function leavesAlone(verticalRatio: number, here: readonly Node[], next: Node | undefined): boolean {
  const text = here.findIndex((follower) => !isHeading(follower));
  const headings = text < 0 ? here.length : text;
  if (verticalRatio + headings * HEADING_SHARE > LOWEST_HEADING) return true;
  if (text >= 0 || next === undefined) return false;
  return !isHeading(next) || headings === 0;
}

const isHeading = ({ headlineLevel }: Node): boolean => headlineLevel !== undefined;

function isFoundOn(page: number, { id, svg, headlineLevel, startPosition }: Node): boolean {
  return (id !== undefined || svg !== undefined || headlineLevel !== undefined) && startPosition.pageNumber === page;
}
