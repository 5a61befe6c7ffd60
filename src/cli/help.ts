/** Help in the reader's language: commander knows what there is, the catalogue says it. Every line fits into 80 columns. */
import type { Argument, Command, Help } from 'commander';
import type { Texts } from './texts.ts';

/** Two examples for each command; the words beside them are `examples.<key>`. */
const EXAMPLES: Readonly<Record<string, readonly (readonly [command: string, key: string])[]>> = {
  whyrst: [
    ['whyrst trace.pcap', 'terminal'],
    ['tcpdump -U -w - tcp | whyrst -', 'pipe'],
  ],
  report: [
    ['whyrst report trace.pcap -o out', 'report'],
    ['whyrst report *.pcap --format pdf', 'reportPdf'],
  ],
  watch: [
    ['tcpdump -U -w - tcp | whyrst watch -', 'watch'],
    ['dumpcap -i eth0 -f tcp -w - | whyrst watch -', 'watchDumpcap'],
  ],
  analyze: [
    ['whyrst analyze trace.pcap > trace.json', 'analyze'],
    ["whyrst analyze trace.pcap | jq '.resets[].cause'", 'analyzeFilter'],
  ],
  decode: [
    ['whyrst decode trace.pcap --frame 17', 'decode'],
    ['whyrst decode trace.pcap --frame 17 --json', 'decodeJson'],
  ],
  redact: [
    ['whyrst redact trace.pcap out.pcapng', 'redact'],
    ['whyrst redact trace.pcap out.pcapng --redact-key my.key', 'redactKey'],
  ],
  reveal: [
    ['whyrst reveal 203.7.4.1 --redact-key my.key', 'reveal'],
    ['whyrst reveal 203.7.4.1 fd12::9 --redact-key my.key', 'revealMore'],
  ],
  explain: [
    ['whyrst explain nat-rebind', 'explain'],
    ['whyrst explain --claims', 'explainClaims'],
  ],
  cheatsheet: [
    ['whyrst cheatsheet -o out', 'cheatsheet'],
    ['whyrst cheatsheet --lang en --format pdf', 'cheatsheetPdf'],
  ],
  attach: [
    ['whyrst attach x.pcap --to redmine:123 --no-redact', 'attach'],
    ['whyrst attach x.pcap --to text --no-redact', 'attachText'],
  ],
  pack: [
    ['whyrst pack trace.pcap', 'pack'],
    ['whyrst pack trace.pcap --redact-key my.key', 'packRedacted'],
  ],
  verify: [
    ['whyrst verify trace.whyrst.zip', 'verify'],
    ['whyrst verify trace.whyrst.zip trace.pcap', 'verifyCapture'],
  ],
  schema: [
    ['whyrst schema decode', 'schema'],
    ['whyrst schema > whyrst.schema.json', 'schemaFile'],
  ],
};

type Row = readonly [term: string, description: string];

/** A `formatHelp` for commander. */
export function helpFormatter(texts: Texts): (command: Command, helper: Help) => string {
  return (command, helper) => {
    const sections: readonly (readonly [heading: string, rows: readonly Row[]])[] = [
      ['usage', usageOf(command, helper, texts)],
      ['arguments', argumentsOf(command, helper)],
      ['options', helper.visibleOptions(command).map((each) => [helper.optionTerm(each), each.description])],
      ['examples', (EXAMPLES[command.name()] ?? []).map(([line, key]) => [line, texts(`examples.${key}`)])],
    ];
    const printed = sections
      .filter(([, rows]) => rows.length > 0)
      .map(([heading, rows]) => [texts(`headings.${heading}`), ...table(rows)].join('\n'));
    const paragraphs = [command.description(), ...printed].filter((text) => text !== '');
    return `${paragraphs.join('\n\n')}\n`;
  };
}

/** The program shows each of its commands in one line; a command shows itself. */
function usageOf(command: Command, helper: Help, texts: Texts): readonly Row[] {
  const { parent } = command;
  if (parent !== null) return [[`${parent.name()} ${nameOf(command)} ${texts('usage.options')}`, '']];
  const commands = helper
    .visibleCommands(command)
    .map((each): Row => [`${command.name()} ${nameOf(each)}`, each.description()]);
  return [[`${command.name()} <capture>`, texts('commands.default')], ...commands];
}

/** The program's own argument is shown in its usage. */
function argumentsOf(command: Command, helper: Help): readonly Row[] {
  if (command.parent === null) return [];
  return helper.visibleArguments(command).map((each) => [termOf(each), each.description]);
}

/** A command with its arguments: `report <captures...>`. */
function nameOf(command: Command): string {
  return [command.name(), ...command.registeredArguments.map(termOf)].join(' ');
}

function termOf(argument: Argument): string {
  const name = argument.name() + (argument.variadic ? '...' : '');
  return argument.required ? `<${name}>` : `[${name}]`;
}

/** Terms are ASCII, so their length is their width. */
function table(rows: readonly Row[]): readonly string[] {
  const widest = Math.max(...rows.map(([term]) => term.length));
  return rows.map(([term, description]) => `  ${term.padEnd(widest)}  ${description}`.trimEnd());
}
