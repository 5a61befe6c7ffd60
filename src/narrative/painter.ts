import type { Confidence } from '../model/verdict.ts';

/** Colours and weights of terminal text. The words say everything too: nothing hangs on the colour. */
export interface Painter {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly sure: (text: string, confidence: Confidence) => string;
}

/** SGR codes (ECMA-48 §8.3.117): cyan, blue, yellow, magenta are told apart by most colour-blind readers. */
const CODES: Readonly<Record<Confidence, number>> = { proven: 36, likely: 34, possible: 33, undetermined: 35 };

const sgr = (text: string, code: number): string => `\u001b[${code}m${text}\u001b[0m`;

/** A painter that paints, or one that leaves the text as it is. */
export function createPainter({ color }: { readonly color: boolean }): Painter {
  if (!color) return { strong: (text) => text, faint: (text) => text, sure: (text) => text };
  return {
    strong: (text) => sgr(text, 1),
    faint: (text) => sgr(text, 2),
    sure: (text, confidence) => sgr(text, CODES[confidence]),
  };
}
