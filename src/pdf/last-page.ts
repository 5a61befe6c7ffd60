// A last page of a few lines is a wasted one: found here, and saved by pages with a little more room.
import type { Content } from 'pdfmake/interfaces.js';
import { CONTENT_HEIGHT, PAGE_MARGINS, ROOMY_PAGE_MARGINS } from './theme.ts';

/** Where a document ends. */
export interface DocumentEnd {
  /** Number of the last page. */
  readonly page: number;
  /** How much of that page is used, in points. */
  readonly used: number;
}

/** Room that each page gains, in points. */
const GAIN = PAGE_MARGINS.top + PAGE_MARGINS.bottom - ROOMY_PAGE_MARGINS.top - ROOMY_PAGE_MARGINS.bottom;

/** Of the room gained, this share is used: blocks that must not break leave the rest. */
const USED_GAIN = 0.8;

/** An invisible node behind the content: pdfmake writes into it where it was placed. */
export function endMark(): Content {
  return { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 0, y2: 0, lineWidth: 0 }] };
}

/** Reads the place of a mark after the document was laid out. */
export function endAt(mark: Content): DocumentEnd {
  const { positions } = mark as { positions?: readonly { pageNumber: number; verticalRatio: number }[] };
  const { pageNumber = 1, verticalRatio = 1 } = positions?.[0] ?? {};
  return { page: pageNumber, used: verticalRatio * CONTENT_HEIGHT };
}

/** Whether the last page probably vanishes when the pages before it have more room. */
export function isSaved({ page, used }: DocumentEnd): boolean {
  return page > 1 && used <= (page - 1) * GAIN * USED_GAIN;
}
