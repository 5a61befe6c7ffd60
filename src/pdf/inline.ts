// Spans → text that pdfmake can print: font runs with their look, links checked.
import type { Token } from 'marked';
import type { ContentText } from 'pdfmake/interfaces.js';
import type { DocumentContext } from './context.ts';
import { type FontRun, fontRuns, widthOf } from './font-runs.ts';
import type { Look } from './fonts.ts';
import { type Span, type SpanStyle, spansOf } from './spans.ts';
import { COLOURS } from './theme.ts';

/** A line of text that is ready to be placed, and how wide it is when nothing breaks it. */
export interface SetText {
  readonly content: ContentText[];
  /** Width of the widest line, in em of the surrounding font size. */
  readonly width: number;
  /** Width of the widest word, in em. */
  readonly longestWord: number;
  /** Lines when nothing but the author's own line breaks divides it. */
  readonly lines: number;
  /** Widths in em of the pieces between which a line may break, one list for each of the author's lines. */
  readonly pieces: readonly (readonly number[])[];
}

/** Code within a line is set a little smaller: DejaVu Sans Mono looks larger than its neighbours. */
const INLINE_CODE_SCALE = 0.92;

/** Converts inline tokens to text runs; `fontSize` in points scales code. */
export function setInline(
  tokens: readonly Token[],
  fontSize: number,
  context: DocumentContext,
  base: SpanStyle = {},
): SetText {
  return setSpans(spansOf(tokens, base), fontSize, context);
}

/** Sets a text that has no markup. */
export function setPlain(text: string, fontSize: number, context: DocumentContext, style: SpanStyle = {}): SetText {
  return setSpans([{ text, style }], fontSize, context);
}

function setSpans(spans: readonly Span[], fontSize: number, context: DocumentContext): SetText {
  const content: ContentText[] = [];
  const measure = new Measure();
  for (const { text, style } of spans) {
    const mono = style.mono === true;
    const scale = mono ? INLINE_CODE_SCALE : 1;
    for (const run of fontRuns(text, { mono, look: wantedLook(style) }, context.glyphs)) {
      const size = mono ? { fontSize: fontSize * scale } : {};
      content.push({ ...lookOf(style, context), ...size, ...fontOf(run, style, context), text: run.text });
      measure.add(run, scale);
    }
  }
  return { content: withStrut(content, context), ...measure.result() };
}

function wantedLook({ bold, emphasis }: SpanStyle): Look {
  if (bold === true) return 'bold';
  return emphasis === true ? 'italic' : 'regular';
}

/** Only what differs from the surrounding text is written, so that styles can still change it. */
function fontOf({ font: { family, look } }: FontRun, style: SpanStyle, context: DocumentContext): Partial<ContentText> {
  return {
    ...(family === context.glyphs.chains.body ? {} : { font: family }),
    ...(style.bold === true ? { bold: look === 'bold' } : {}),
    ...(style.emphasis === true ? emphasis(look) : {}),
  };
}

/** Chinese emphasis is a line of dots below the characters. */
function emphasis(look: Look): Partial<ContentText> {
  if (look === 'italic') return { italics: true };
  return look === 'bold' ? {} : { decoration: 'underline', decorationStyle: 'dotted', decorationColor: COLOURS.muted };
}

function lookOf(style: SpanStyle, context: DocumentContext): Partial<ContentText> {
  return {
    ...(style.strike === true ? { decoration: 'lineThrough' as const } : {}),
    ...(style.mono === true ? { color: COLOURS.code } : {}),
    ...(style.mono === true && style.inTable !== true ? { background: COLOURS.codeFill } : {}),
    ...linkOf(style.href, context),
  };
}

const ALLOWED_PROTOCOLS: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/** A link leads to a section of the document or to a web or mail address; anything else is printed as plain text. */
function linkOf(href: string | undefined, { sections }: DocumentContext): Partial<ContentText> {
  if (href === undefined) return {};
  if (href.startsWith('#')) {
    const section = sections.byAnchor.get(decodeAnchor(href.slice(1)));
    return section === undefined ? {} : { linkToDestination: section.id, color: COLOURS.link };
  }
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url === undefined || !ALLOWED_PROTOCOLS.has(url.protocol)) return {};
  return { link: url.href, color: COLOURS.link };
}

function decodeAnchor(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor; // A lone "%" is part of the name.
  }
}

/** Code stands on a higher baseline than text, so a line of code alone gets a space of the body font beside it. */
function withStrut(content: ContentText[], { glyphs }: DocumentContext): ContentText[] {
  const hasBody = content.some(({ font }) => font === undefined);
  return hasBody || content.length === 0 ? content : [...content, { text: '\u00a0', font: glyphs.chains.body }];
}

/** Characters between which a line may break: new line, space, and all of Chinese. */
const BREAKABLE = /(\n|[ \u2e80-\uffef\u{20000}-\u{3ffff}])/u;

/** Lines that a text takes at a width in em, as a greedy printer breaks it. */
export function linesAt({ pieces }: Pick<SetText, 'pieces'>, width: number): number {
  return pieces.reduce((lines, line) => lines + linesOf(line, width), 0);
}

function linesOf(line: readonly number[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const piece of line) {
    if (used > 0 && used + piece > width) {
      lines += 1;
      used = 0;
    }
    used += piece;
    while (used > width && width > 0) {
      lines += 1; // A word that is too long is broken.
      used -= width;
    }
  }
  return lines;
}

/** Adds up runs to the pieces between which lines may break. */
class Measure {
  readonly #pieces: number[][] = [[]];
  #isOpen = false;

  add(run: FontRun, scale: number): void {
    for (const piece of run.text.split(BREAKABLE)) {
      if (piece === '\n') this.#pieces.push([]);
      else if (piece !== '') this.#addPiece(widthOf({ text: piece, font: run.font }) * scale, BREAKABLE.test(piece));
      if (piece !== '') this.#isOpen = !BREAKABLE.test(piece);
    }
  }

  /** A word may go on in the next run, in another font. */
  #addPiece(width: number, isBreakable: boolean): void {
    const line = this.#pieces.at(-1) ?? [];
    if (this.#isOpen && !isBreakable && line.length > 0) line.push((line.pop() ?? 0) + width);
    else line.push(width);
  }

  result(): Omit<SetText, 'content'> {
    const sum = (line: readonly number[]): number => line.reduce((total, piece) => total + piece, 0);
    return {
      width: Math.max(...this.#pieces.map(sum)),
      longestWord: Math.max(0, ...this.#pieces.map((line) => line.reduce((most, piece) => Math.max(most, piece), 0))),
      lines: this.#pieces.length,
      pieces: this.#pieces,
    };
  }
}
