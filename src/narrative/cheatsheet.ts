/** The quick reference on RST: layout in templates/cheatsheet.mustache, words in common.json, causes by the titles of the catalogue. */
import type { KernelReasons } from '../model/kernel-reasons.ts';
import type { Catalogue } from './catalogue.ts';
import { causeTitle } from './story/subject.ts';
import { renderTemplate } from './template.ts';

/** Shown as they are in every language; byte 13 of TCP holds the flags, in IPv6 byte 53 after the fixed header of 40. */
const COMMANDS: Readonly<Record<string, string>> = {
  capture: "tcpdump -i any -nn -w rst.pcap 'tcp[13] & 4 != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)'",
  trace: [
    'T=/sys/kernel/tracing/instances/rst; mkdir $T; echo 1 > $T/events/tcp/tcp_send_reset/enable',
    'cat $T/trace_pipe; rmdir $T',
  ].join('\n'),
};

/** The quick reference as Markdown: two pages in print. `reasons`: what the kernel may print, with the causes behind it. */
export function cheatsheet(catalogue: Catalogue, reasons: readonly KernelReasons[]): string {
  const words = (key: string): string => catalogue.common(`cheatsheet.${key}`);
  const rows = (key: string): readonly string[] => catalogue.keysOf(`cheatsheet.${key}`);
  const table = (key: string): { readonly head: string; readonly rule: string; readonly body: readonly string[] } => {
    const columns = rows(`${key}.columns`);
    return {
      head: row(columns.map((column) => words(`${key}.columns.${column}`))),
      rule: row(columns.map(() => '---')),
      body: rows(`${key}.rows`).map((name) => row(columns.map((column) => words(`${key}.rows.${name}.${column}`)))),
    };
  };
  const separator = catalogue.common('lists.separator');
  return renderTemplate(catalogue, 'cheatsheet', {
    title: words('title'),
    lead: words('lead'),
    headings: Object.fromEntries(
      ['order', 'builders', 'fields', 'reasons', 'silent', 'commands'].map((key) => [key, words(`${key}.heading`)]),
    ),
    steps: rows('order.steps').map((key) => ({
      ask: words(`order.steps.${key}.ask`),
      how: words(`order.steps.${key}.how`),
    })),
    fence: '```',
    builders: table('builders'),
    fields: table('fields'),
    reasonHead: row([words('reasons.columns.reason'), words('reasons.columns.causes')]),
    reasons: reasons.map(({ reasons: names, causes }) =>
      row([
        names.map((name) => `\`${name}\``).join(separator),
        causes.map((id) => causeTitle(catalogue, id)).join(separator),
      ]),
    ),
    silent: rows('silent.rows').map((key) => words(`silent.rows.${key}`)),
    commands: rows('commands.rows').map((key) => ({ what: words(`commands.rows.${key}`), command: COMMANDS[key] })),
  });
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
