// Keeps headings, and sentences that announce a list, table or code, with what they introduce.
//
// pdfmake asks once for each node whether a page must end before it, in the order of the document, but tells wrong pages of text in
// blocks that must not break, rows of tables among them: only the page of text that has an id is put right once its block is
// placed. So the pieces after an introduction get one.
import type { Content, Node, NodeQueries } from 'pdfmake/interfaces.js';

/** Marks a paragraph that introduces what follows: less than any heading, and kept with it like one. */
export const INTRODUCTION = 9;

/** Style of the page numbers in the table of contents, by which its end is known here. */
export const CONTENTS_PAGE = 'contentsPage';

/** What starts below this share of the page goes to the next one: fewer than three lines would follow it. */
const LOWEST_HEADING = 0.9;

/** Share of the page that a heading takes with the space around it. */
const HEADING_SHARE = 0.045;

/** Below this share, a heading with a single piece goes along when the rest of its section is on the next page. */
const LOWEST_INTRODUCTION = 0.72;

/** Above this share, a heading is the first text of its page: a further page would not help. */
const TOP = 0.05;

/** When the contents end below this share of the first page, that page is for the summary alone. */
const SUMMARY_FILLS_PAGE = 0.5;

/** How many blocks after a heading must be found. */
const ANCHORED_BLOCKS = 2;

/** How many items or rows of each must be found. */
const ANCHORED_PIECES = 2;

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

/** Gives ids to the first pieces of the blocks that follow each heading or introduction. */
export function anchorBlocks(content: readonly Content[]): void {
  let count = ANCHORED_BLOCKS;
  content.forEach((block, index) => {
    count = (block as Holder).headlineLevel === undefined ? count + 1 : 0;
    if (count > ANCHORED_BLOCKS) return;
    piecesOf(block as Holder).forEach((piece, place) => {
      const text = firstText(piece);
      if (text !== undefined) text.id ??= `block-${index + 1}-${place + 1}`;
    });
  });
}

/** The first items of a list or rows of a table; anything else is one piece. */
function piecesOf(block: Holder): readonly Holder[] {
  const { ul, ol, table } = block;
  // The header of a table is printed on each of its pages, so its rows of data tell where it begins.
  const rows = table?.body.slice(table.headerRows ?? 0).map((row): Holder => ({ stack: row }));
  const pieces = ((ul ?? ol) as readonly Holder[] | undefined) ?? rows ?? [block];
  return pieces.slice(0, ANCHORED_PIECES);
}

function firstText(node: Holder): Holder | undefined {
  if (node.text !== undefined) return node.text === '' ? undefined : node;
  const { stack, ul, ol, columns, table } = node;
  const inside = stack ?? ul ?? ol ?? columns ?? table?.body.flat() ?? [];
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
  const headings = countWhile(here, isHeading);
  if (verticalRatio + headings * HEADING_SHARE > LOWEST_HEADING) return true;
  if (next === undefined) return false;
  if (headings === here.length) return !isHeading(next) || headings === 0;
  const section = here.slice(headings);
  const pieces = countWhile(section, (piece) => !isHeading(piece));
  const goesOn = pieces === section.length && !isHeading(next);
  return goesOn && pieces === 1 && verticalRatio > LOWEST_INTRODUCTION;
}

const isHeading = ({ headlineLevel }: Node): boolean => headlineLevel !== undefined;

function countWhile(nodes: readonly Node[], matches: (node: Node) => boolean): number {
  const end = nodes.findIndex((node) => !matches(node));
  return end < 0 ? nodes.length : end;
}

function isFoundOn(page: number, { id, svg, headlineLevel, startPosition }: Node): boolean {
  return (id !== undefined || svg !== undefined || headlineLevel !== undefined) && startPosition.pageNumber === page;
}
