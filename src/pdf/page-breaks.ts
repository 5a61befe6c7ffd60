import type { Node, NodeQueries } from 'pdfmake/interfaces.js';

/** A heading that starts below this share of the page goes to the next one: fewer than three lines would follow it. */
const LOWEST_HEADING = 0.9;

/** Style of headers and footers, which are no content. */
const RUNNING = 'running';

/** Whether a page must end before a node: a heading never stands alone at the foot of a page. */
export function breaksBefore(node: Node, queries: NodeQueries): boolean {
  if (node.headlineLevel === undefined) return false;
  if (node.startPosition.verticalRatio > LOWEST_HEADING) return true;
  return !queries.getFollowingNodesOnPage().some((follower) => isBody(follower));
}

/** Stacks and tables are listed beside the text in them, with the page where they begin: only text counts. */
function isBody(node: Node): boolean {
  const printed = node.text !== undefined || node.svg !== undefined;
  return printed && node.headlineLevel === undefined && node.style !== RUNNING;
}
