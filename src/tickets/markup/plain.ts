import { convert, type Dialect } from './dialect.ts';

const joined = (inside: readonly string[]): string => inside.join('');
const indented = (block: string): string => block.replaceAll('\n', '\n  ');

/** Text that reads well where nothing is rendered: a clipboard, a chat. */
const plain: Dialect<string, string> = {
  text: (raw) => raw,
  strong: joined,
  emphasis: joined,
  code: (raw) => raw,
  link: (inside, address) => (joined(inside) === address ? address : `${joined(inside)} <${address}>`),
  lineBreak: () => '\n',
  paragraph: joined,
  heading: (_depth, inside) => joined(inside),
  list: (isOrdered, items) =>
    items.map((blocks, index) => `${isOrdered ? `${index + 1}.` : '-'} ${indented(blocks.join('\n'))}`).join('\n'),
  codeBlock: (raw) => `  ${indented(raw)}`,
  quote: (inside) => inside.map((block) => `> ${block.replaceAll('\n', '\n> ')}`).join('\n'),
  rule: () => '----',
  table: (rows) => rows.map((row) => row.map(joined).join('  ')).join('\n'),
};

/** Markdown → plain text. */
export const toPlain = (markdown: string): string => `${convert(markdown, plain).join('\n\n')}\n`;
