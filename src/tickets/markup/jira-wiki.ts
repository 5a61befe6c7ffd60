import { convert, type Dialect } from './dialect.ts';

/** Characters that begin or end markup of Jira; a backslash takes their power. */
const text = (raw: string): string => raw.replace(/[\\*_?\-+^~{}[\]|!#]/g, '\\$&');
const joined = (inside: readonly string[]): string => inside.join('');

/** Jira's wiki notation (jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all). */
const wiki: Dialect<string, string> = {
  text,
  strong: (inside) => `*${joined(inside).trim()}*`,
  emphasis: (inside) => `_${joined(inside).trim()}_`,
  code: (raw) => `{{${text(raw)}}}`,
  link: (inside, address) => `[${joined(inside)}|${address}]`,
  lineBreak: () => '\\\\\n',
  paragraph: joined,
  heading: (depth, inside) => `h${depth}. ${joined(inside)}`,
  list: (isOrdered, items) => {
    const mark = isOrdered ? '#' : '*';
    return items
      .map(([lead = '', ...rest]) =>
        [`${mark} ${lead}`, ...rest.map((block) => block.replace(/^([*#]+) /gm, `${mark}$1 `))].join('\n'),
      )
      .join('\n');
  },
  // The text of a block is not read for markup, but its own end tag would end it.
  codeBlock: (raw) => `{noformat}\n${raw.replaceAll('{noformat}', '{ noformat }')}\n{noformat}`,
  quote: (inside) => `{quote}\n${inside.join('\n\n')}\n{quote}`,
  rule: () => '----',
  table: ([head = [], ...rows]) =>
    [`||${head.map(joined).join('||')}||`, ...rows.map((row) => `|${row.map(joined).join('|')}|`)].join('\n'),
};

/** Markdown → Jira's wiki notation, which Jira Server and Data Center read. */
export const toJiraWiki = (markdown: string): string => `${convert(markdown, wiki).join('\n\n')}\n`;
