import { convert, type Dialect } from './dialect.ts';

/** A node of the Atlassian Document Format, version 1 (developer.atlassian.com/cloud/jira/platform/apis/document/structure). */
export interface AdfNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string | number>>;
  readonly content?: readonly AdfNode[];
  readonly text?: string;
  readonly marks?: readonly AdfMark[];
}

interface AdfMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, string>>;
}

export interface AdfDocument {
  readonly version: 1;
  readonly type: 'doc';
  readonly content: readonly AdfNode[];
}

type Span = readonly AdfNode[];

/** Text nodes must not be empty. */
const textNode = (text: string, marks: readonly AdfMark[] = []): Span =>
  text === '' ? [] : [{ type: 'text', text, ...(marks.length === 0 ? {} : { marks }) }];

/** A code mark stands with no other mark but a link. */
const marked = (inside: readonly Span[], mark: AdfMark): Span =>
  inside.flat().map((node) => {
    const marks = node.marks ?? [];
    const isCode = marks.some(({ type }) => type === 'code') && mark.type !== 'link';
    const isDouble = marks.some(({ type }) => type === mark.type);
    return node.type !== 'text' || isCode || isDouble ? node : { ...node, marks: [...marks, mark] };
  });

/** List items and quotes may not hold headings, tables or rules: what is in those is kept as paragraphs. */
const within = (blocks: readonly AdfNode[], allowed: readonly string[]): readonly AdfNode[] => {
  const kept = blocks.flatMap((block) =>
    allowed.includes(block.type) ? [block] : [{ type: 'paragraph', content: textsOf(block) }],
  );
  return kept.length > 0 ? kept : [{ type: 'paragraph', content: [] }];
};

const textsOf = (node: AdfNode): readonly AdfNode[] =>
  node.type === 'text' ? [node] : (node.content ?? []).flatMap(textsOf);

const LISTS = ['paragraph', 'bulletList', 'orderedList', 'codeBlock'];

const adf: Dialect<Span, AdfNode> = {
  text: (raw) => textNode(raw),
  strong: (inside) => marked(inside, { type: 'strong' }),
  emphasis: (inside) => marked(inside, { type: 'em' }),
  code: (raw) => textNode(raw, [{ type: 'code' }]),
  link: (inside, address) => marked(inside, { type: 'link', attrs: { href: address } }),
  lineBreak: () => [{ type: 'hardBreak' }],
  paragraph: (inside) => ({ type: 'paragraph', content: inside.flat() }),
  heading: (level, inside) => ({ type: 'heading', attrs: { level }, content: inside.flat() }),
  list: (isOrdered, items) => ({
    type: isOrdered ? 'orderedList' : 'bulletList',
    content: items.map((blocks) => ({ type: 'listItem', content: within(blocks, LISTS) })),
  }),
  codeBlock: (raw) => ({ type: 'codeBlock', content: [...textNode(raw)] }),
  quote: (inside) => ({ type: 'blockquote', content: within(inside, ['paragraph', 'bulletList', 'orderedList']) }),
  rule: () => ({ type: 'rule' }),
  table: ([head = [], ...rows]) => {
    const cell = (type: string, spans: readonly Span[]): AdfNode => ({
      type,
      content: [{ type: 'paragraph', content: spans.flat() }],
    });
    const row = (type: string, cells: readonly (readonly Span[])[]): AdfNode => ({
      type: 'tableRow',
      content: cells.map((spans) => cell(type, spans)),
    });
    return { type: 'table', content: [row('tableHeader', head), ...rows.map((cells) => row('tableCell', cells))] };
  },
};

/** Markdown → Atlassian Document Format, which Jira Cloud reads. */
export function toAdf(markdown: string): AdfDocument {
  return { version: 1, type: 'doc', content: convert(markdown, adf) };
}
