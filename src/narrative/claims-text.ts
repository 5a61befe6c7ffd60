/** Claims about RST and what is true of them: for a terminal, as a page of Markdown, as data. */
import type { ClaimText } from '../model/catalogue.ts';
import type { Claim, Truth } from '../model/claims.ts';
import type { Catalogue } from './catalogue.ts';
import type { TextOptions } from './decode-text.ts';
import { createPainter } from './painter.ts';
import { uiText } from './plain-text.ts';
import { indented } from './text-width.ts';

/** A claim with its words in one language. */
export interface ToldClaim extends ClaimText {
  readonly id: string;
  readonly verdict: Truth;
  readonly sources: readonly string[];
  readonly samples: readonly string[];
}

const MARGIN = '   ';
/** No colour says it alone; each sign is another shape, too. */
const MARKS: Readonly<Record<Truth, string>> = { true: '✓', partly: '◐', false: '✗', open: '–' };
const ROWS = ['truth', 'say'] as const;

/** Claims in one language, as `whyrst explain --claims --json` prints them. */
export function tellClaims(claims: readonly Claim[], catalogue: Catalogue): readonly ToldClaim[] {
  return claims.map(({ id, truth: verdict, sources, samples }) => {
    const { claim, truth, say } = catalogue.claim(id);
    return { id, verdict, claim, truth, say, sources, samples };
  });
}

/** Claims for a terminal: what is said, what holds, how to say it, what it rests on. */
export function claimsToText(claims: readonly Claim[], catalogue: Catalogue, options: TextOptions): string {
  const painter = createPainter(options);
  const ui = (key: string, values: Readonly<Record<string, string>> = {}): string =>
    uiText(catalogue, `claims.${key}`, values);
  const plain = (text: string): string => text.replaceAll('`', '');
  const blocks = tellClaims(claims, catalogue).map((told) => [
    ...indented(painter.strong(plain(told.claim)), options.width, MARGIN, ` ${MARKS[told.verdict]} `),
    ...indented(`${ui(`truths.${told.verdict}`)} · ${told.id}`, options.width, MARGIN),
    ...ROWS.flatMap((row) => indented(ui(`rows.${row}`, { text: plain(told[row]) }), options.width, MARGIN)),
    ...indented(ui('rows.basis', { text: basisOf(told, catalogue) }), options.width, MARGIN),
  ]);
  const title = painter.strong(ui('title'));
  return `${[[title], ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The page docs/claims*.md: a summary and one section a claim. */
export function claimsToMarkdown(claims: readonly Claim[], catalogue: Catalogue): string {
  const ui = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
    uiText(catalogue, `claims.${key}`, values);
  const counted = (['true', 'partly', 'false', 'open'] as const).map((truth) => {
    const count = claims.filter((claim) => claim.truth === truth).length;
    return `- ${MARKS[truth]} ${ui('counted', { truth: ui(`truths.${truth}`), count })}`;
  });
  const sections = tellClaims(claims, catalogue).map((told, index) =>
    [
      `## ${index + 1}. ${told.claim}`,
      `**${MARKS[told.verdict]} ${ui(`truths.${told.verdict}`)}**`,
      ...ROWS.map((row) => ui(`rows.${row}`, { text: told[row] })),
      ui('rows.basis', { text: basisOf(told, catalogue, quoted, linkToSample) }),
      `\`whyrst explain --claims ${told.id}\``,
    ].join('\n\n'),
  );
  return `${[`# ${ui('title')}`, ui('intro'), counted.join('\n'), ...sections].join('\n\n')}\n`;
}

function basisOf({ sources, samples }: ToldClaim, catalogue: Catalogue, quote = asItIs, link = asItIs): string {
  return [...sources.map(quote), ...samples.map(link)].join(uiText(catalogue, 'lists.separator'));
}

const asItIs = (text: string): string => text;
/** Clauses of standards are prose, names of functions and settings are code. */
const quoted = (source: string): string => (source.startsWith('RFC ') ? source : `\`${source}\``);

const linkToSample = (name: string): string => `[samples/${name}](../samples/${name})`;
