import { convert, type Dialect } from './dialect.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (raw: string): string => raw.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
const joined = (inside: readonly string[]): string => inside.join('');

/** The elements that Request Tracker keeps of a message (its HTML scrubber). */
const html: Dialect<string, string> = {
  text,
  strong: (inside) => `<strong>${joined(inside)}</strong>`,
  emphasis: (inside) => `<em>${joined(inside)}</em>`,
  code: (raw) => `<code>${text(raw)}</code>`,
  link: (inside, address) => `<a href="${text(address)}">${joined(inside)}</a>`,
  lineBreak: () => '<br>',
  paragraph: (inside) => `<p>${joined(inside)}</p>`,
  heading: (depth, inside) => `<h${depth}>${joined(inside)}</h${depth}>`,
  list: (isOrdered, items) => {
    const tag = isOrdered ? 'ol' : 'ul';
    return `<${tag}>${items.map((blocks) => `<li>${joined(blocks)}</li>`).join('')}</${tag}>`;
  },
  codeBlock: (raw) => `<pre>${text(raw)}</pre>`,
  quote: (inside) => `<blockquote>${joined(inside)}</blockquote>`,
  rule: () => '<hr>',
  table: ([head = [], ...rows]) => {
    const row = (tag: string, cells: readonly (readonly string[])[]): string =>
      `<tr>${cells.map((cell) => `<${tag}>${joined(cell)}</${tag}>`).join('')}</tr>`;
    return `<table>${row('th', head)}${rows.map((cells) => row('td', cells)).join('')}</table>`;
  },
};

/** Markdown → HTML without attributes but the address of a link. */
export const toHtmlMarkup = (markdown: string): string => `${convert(markdown, html).join('\n')}\n`;
