// What every print of a Markdown document must hold to.
import { expect } from 'vitest';
import { leafTexts } from './leaf-texts.ts';
import { bodyText, folded, wordsOfPages } from './tools.ts';

/** Edges of the text on an A4 page, in points; the header and footer are inside them too. */
const EDGES = { left: 49.5, right: 595.28 - 49.5, top: 25, bottom: 841.89 - 25 };

/** No word is printed outside the margins. */
export function expectInside(bytes: Uint8Array): void {
  const outside = wordsOfPages(bytes)
    .flat()
    .filter(
      ({ xMin, xMax, yMin, yMax }) =>
        xMin < EDGES.left || xMax > EDGES.right || yMin < EDGES.top || yMax > EDGES.bottom,
    );
  expect(outside).toEqual([]);
}

/** A text as long as a page is interrupted by headers of tables, so its words are looked for one by one. */
const LONGEST_WHOLE_TEXT = 2000;

/** Every text of the Markdown is printed. */
export function expectComplete(markdown: string, bytes: Uint8Array): void {
  const printed = bodyText(bytes);
  const texts = leafTexts(markdown).flatMap((text) => (text.length > LONGEST_WHOLE_TEXT ? text.split(' ') : [text]));
  const lost = texts.filter((text) => !printed.includes(folded(text)));
  expect(lost.map((text) => text.slice(0, 80))).toEqual([]);
}
