import { convert, type Dialect } from './dialect.ts';

/** Whatever Redmine's Textile could take as markup becomes a character reference, which its pages show as the character. */
const text = (raw: string): string =>
  raw.replace(/[&<>*_@^~%|"!{}[\]#\\`=+]|--+|(?<=^|\s)-|-(?=$|\s)|\?\?|\.{3}/g, (found) =>
    found.replace(/./g, (character) => `&#${character.charCodeAt(0)};`),
  );

const joined = (inside: readonly string[]): string => inside.join('');

/** A list item is one line of Textile: further blocks of it follow after a break. */
const list = (isOrdered: boolean, items: readonly (readonly string[])[]): string =>
  items
    .map((blocks) => {
      const [lead = '', ...rest] = blocks;
      const mark = isOrdered ? '#' : '*';
      const nested = rest.map((block) => block.replace(/^([*#]+) /gm, `${mark}$1 `));
      return [`${mark} ${lead}`, ...nested].join('\n');
    })
    .join('\n');

/** Redmine's Textile (redmine.org/projects/redmine/wiki/RedmineTextFormattingTextile). */
const textile: Dialect<string, string> = {
  text,
  strong: (inside) => `*${joined(inside).trim()}*`,
  emphasis: (inside) => `_${joined(inside).trim()}_`,
  code: (raw) => `<code>${text(raw)}</code>`,
  link: (inside, address) => `${joined(inside)} ${address}`,
  lineBreak: () => '\n',
  paragraph: joined,
  heading: (depth, inside) => `h${depth}. ${joined(inside)}`,
  list,
  codeBlock: (raw) => `<pre>\n${raw.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}\n</pre>`,
  quote: (inside) => inside.map((block) => `bq. ${block.replaceAll('\n', ' ')}`).join('\n\n'),
  rule: () => '---',
  table: ([head = [], ...rows]) =>
    [`|_. ${head.map(joined).join(' |_. ')} |`, ...rows.map((row) => `| ${row.map(joined).join(' | ')} |`)].join('\n'),
};

/** Markdown → Textile. */
export const toTextile = (markdown: string): string => `${convert(markdown, textile).join('\n\n')}\n`;
