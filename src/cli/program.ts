/** Commands, arguments and options. What a command does is loaded when it runs, so that help comes at once. */
import { Command, Option } from 'commander';
import { helpFormatter } from './help.ts';
import type { Session } from './session.ts';
import { demandKnownLanguage, refuseExcess } from './usage.ts';

const VALUE = {
  output: '<dir>',
  lang: '<tag>',
  format: '<list>',
  frame: '<n>',
  vantage: '<place>',
  zone: '<zone>',
  date: '<day>',
  file: '<file>',
  filter: '<expr>',
  time: '<time>',
  capture: '<file>',
  ticket: '<ticket>',
  url: '<url>',
  markup: '<markup>',
};

/** The command line for one run. */
export function createProgram(session: Session): Command {
  const { texts } = session;
  const program = new Command('whyrst')
    .description(texts('description'))
    .argument('[capture...]', texts('arguments.capture'))
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .configureHelp({ formatHelp: helpFormatter(texts) })
    .showSuggestionAfterError(false)
    .allowExcessArguments(true)
    .enablePositionalOptions()
    .helpCommand(false);
  redactionOptions(program, texts);
  captureOptions(program, session);
  commonOptions(program, session).option('-V, --version', texts('options.version'));
  program.action(async (captures: string[]) => {
    const { showVerdict } = await import('./commands/show-verdict.ts');
    await showVerdict(captures, program, session);
  });
  for (const add of [
    addReport,
    addWatch,
    addAnalyze,
    addDecode,
    addRedact,
    addReveal,
    addExplain,
    addCheatsheet,
    addPack,
    addVerify,
    addAttach,
    addSchema,
    addHelp,
  ])
    add(program, session);
  program.hook('preAction', (_, command) => {
    refuseExcess(command);
    demandKnownLanguage(command, session);
  });
  return program;
}

function addReport(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('report')
    .description(texts('commands.report'))
    .argument('[captures...]', texts('arguments.captures'))
    .option(`-o, --output ${VALUE.output}`, texts('options.output'), '.')
    .option(`--lang ${VALUE.lang}`, texts('options.languages'))
    .option('--bilingual', texts('options.bilingual'))
    .option(`--format ${VALUE.format}`, texts('options.formats'))
    .option(`--frame ${VALUE.frame}`, texts('options.subject'))
    .option(`--date ${VALUE.date}`, texts('options.date'))
    .option(`--sections ${VALUE.format}`, texts('options.sections'))
    .option(`--without ${VALUE.format}`, texts('options.without'))
    // Settings mostly hold the three that follow; the README tells of them, so that help fits one screen.
    .option(`--config ${VALUE.file}`, texts('options.config'))
    .addOption(new Option(`--brand ${VALUE.file}`, texts('options.brand')).hideHelp())
    .addOption(new Option(`--templates ${VALUE.output}`, texts('options.templates')).hideHelp())
    .addOption(new Option(`--locales ${VALUE.output}`, texts('options.locales')).hideHelp())
    .option('--evidence-pcap', texts('options.evidencePcap'))
    .option('--letter', texts('options.letter'))
    .option('--comment', texts('options.comment'))
    .option(`--comment-limit ${VALUE.frame}`, texts('options.commentLimit'))
    .option(`--jobs ${VALUE.frame}`, texts('options.jobs'))
    .option('--fresh', texts('options.fresh'));
  knownOptions(command, texts);
  redactionOptions(command, texts);
  captureOptions(command, session);
  // After --join: before it, commander would take it for the default.
  command.option('--no-join', texts('options.noJoin'));
  commonOptions(command, session).action(async (captures: string[]) => {
    const { writeReports } = await import('./commands/write-reports.ts');
    await writeReports(captures, command.opts(), session);
  });
}

function addWatch(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('watch')
    .description(texts('commands.watch'))
    .argument('<capture>', texts('arguments.live'))
    .option(`-o, --output ${VALUE.output}`, texts('options.output'), '.')
    .option(`--lang ${VALUE.lang}`, texts('options.languages'))
    .option(`--format ${VALUE.format}`, texts('options.formats'))
    .option(`--settle ${VALUE.frame}`, texts('options.settle'))
    .option(`--vantage ${VALUE.vantage}`, texts('options.vantage'))
    .option(`--time-zone ${VALUE.zone}`, texts('options.timeZone'))
    .option(`--filter ${VALUE.filter}`, texts('options.filter'));
  redactionOptions(command, texts);
  commonOptions(command, session).action(async (capture: string) => {
    const { watchLive } = await import('./commands/watch-live.ts');
    await watchLive(capture, command.opts(), session);
  });
}

function addAnalyze(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('analyze')
    .description(texts('commands.analyze'))
    .argument('[capture...]', texts('arguments.capture'))
    .option('--json', texts('options.json'))
    .option(`--format ${VALUE.format}`, texts('options.format'))
    .option(`--vantage ${VALUE.vantage}`, texts('options.vantage'))
    .option(`--time-zone ${VALUE.zone}`, texts('options.timeZone'));
  selectionOptions(command, texts);
  knownOptions(command, texts);
  redactionOptions(command, texts);
  commonOptions(command, session).action(async (captures: string[]) => {
    const { printAnalysis } = await import('./commands/print-analysis.ts');
    await printAnalysis(captures, command.opts(), session);
  });
}

function addDecode(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('decode')
    .description(texts('commands.decode'))
    .argument('[capture...]', texts('arguments.capture'))
    .requiredOption(`--frame ${VALUE.frame}`, texts('options.frame'))
    .option('--json', texts('options.decodeJson'));
  captureOptions(command, session);
  redactionOptions(command, texts);
  commonOptions(command, session).action(async (captures: string[]) => {
    const { decodeReset } = await import('./commands/decode-reset.ts');
    await decodeReset(captures, command.opts(), session);
  });
}

function addRedact(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('redact')
    .description(texts('commands.redact'))
    .argument('<in>', texts('arguments.capture'))
    .argument('<out>', texts('arguments.redacted'))
    .option(`--redact-key ${VALUE.file}`, texts('options.redactKey'));
  commonOptions(command, session).action(async (input: string, output: string) => {
    const { redactCapture } = await import('./commands/redact-capture.ts');
    await redactCapture(input, output, command.opts(), session);
  });
}

function addReveal(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('reveal')
    .description(texts('commands.reveal'))
    .argument('<address...>', texts('arguments.address'))
    .requiredOption(`--redact-key ${VALUE.file}`, texts('options.revealKey'));
  commonOptions(command, session).action(async (addresses: string[]) => {
    const { revealAddresses } = await import('./commands/redact-capture.ts');
    await revealAddresses(addresses, command.opts(), session);
  });
}

function addExplain(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('explain')
    .description(texts('commands.explain'))
    .argument('[cause]', texts('arguments.cause'))
    .option('--claims', texts('options.claims'))
    .option('--json', texts('options.claimsJson'));
  commonOptions(command, session).action(async (cause: string | undefined) => {
    const { explain } = await import('./commands/explain.ts');
    await explain(cause, command.opts(), session);
  });
}

function addCheatsheet(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('cheatsheet')
    .description(texts('commands.cheatsheet'))
    .option(`-o, --output ${VALUE.output}`, texts('options.output'), '.')
    .option(`--lang ${VALUE.lang}`, texts('options.languages'))
    .option(`--format ${VALUE.format}`, texts('options.cheatsheetFormats'));
  commonOptions(command, session).action(async () => {
    const { writeCheatsheets } = await import('./commands/cheatsheet.ts');
    await writeCheatsheets(command.opts(), session);
  });
}

function addAttach(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('attach')
    .description(texts('commands.attach'))
    .argument('<capture...>', texts('arguments.capture'))
    .requiredOption(`--to ${VALUE.ticket}`, texts('options.ticket'))
    .option(`--url ${VALUE.url}`, texts('options.url'))
    .option(`--token-file ${VALUE.file}`, texts('options.tokenFile'))
    .option('--no-redact', texts('options.noRedact'))
    .option(`--redact-key ${VALUE.file}`, texts('options.redactKey'))
    .option('--dry-run', texts('options.dryRun'))
    .option(`--lang ${VALUE.lang}`, texts('options.commentLanguages'))
    .option(`-o, --output ${VALUE.output}`, texts('options.output'), '.')
    .option(`--format ${VALUE.format}`, texts('options.attachFormats'))
    .option('--evidence-pcap', texts('options.evidencePcap'))
    .option(`--comment-limit ${VALUE.frame}`, texts('options.commentLimit'))
    .option(`--markup ${VALUE.markup}`, texts('options.markup'))
    .option(`--template ${VALUE.file}`, texts('options.template'))
    .option(`--timeout ${VALUE.frame}`, texts('options.timeout'))
    .option('--allow-http', texts('options.allowHttp'))
    .option(`--vantage ${VALUE.vantage}`, texts('options.vantage'))
    .option(`--time-zone ${VALUE.zone}`, texts('options.timeZone'));
  // Not --from and --to: the latter names the ticket.
  command.option('--join', texts('options.join')).option(`--filter ${VALUE.filter}`, texts('options.filter'));
  commonOptions(command, session).action(async (captures: string[]) => {
    const { attach } = await import('./commands/attach.ts');
    await attach(captures, command.opts(), session);
  });
}

function addPack(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('pack')
    .description(texts('commands.pack'))
    .argument('[captures...]', texts('arguments.captures'))
    .option(`-o, --output ${VALUE.output}`, texts('options.output'), '.')
    .option(`--lang ${VALUE.lang}`, texts('options.languages'))
    .option(`--frame ${VALUE.frame}`, texts('options.subject'))
    .option(`--date ${VALUE.date}`, texts('options.date'))
    .option(`--config ${VALUE.file}`, texts('options.config'));
  redactionOptions(command, texts);
  captureOptions(command, session);
  commonOptions(command, session).action(async (captures: string[]) => {
    const { packCapture } = await import('./commands/pack-capture.ts');
    await packCapture(captures, command.opts(), session);
  });
}

function addVerify(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('verify')
    .description(texts('commands.verify'))
    .argument('<zip>', texts('arguments.pack'))
    .argument('[in...]', texts('arguments.packed'))
    .option(`--redact-key ${VALUE.file}`, texts('options.revealKey'))
    .option(`--filter ${VALUE.filter}`, texts('options.packedFilter'));
  commonOptions(command, session).action(async (pack: string, captures: string[]) => {
    const { verifyPack } = await import('./commands/verify-pack.ts');
    await verifyPack(pack, captures, command.opts(), session);
  });
}

function addSchema(program: Command, session: Session): void {
  const { texts } = session;
  const command = program
    .command('schema')
    .description(texts('commands.schema'))
    .argument('[document]', texts('arguments.document'), 'analysis');
  commonOptions(command, session).action(async (document: string) => {
    const { printSchema } = await import('./commands/print-schema.ts');
    await printSchema(document, session);
  });
}

function addHelp(program: Command, session: Session): void {
  const command = program.command('help', { hidden: true }).argument('[command]');
  commonOptions(command, session).action(async (name: string | undefined) => {
    const { printHelp } = await import('./commands/print-help.ts');
    await printHelp(name, program, session);
  });
}

function captureOptions(command: Command, { texts }: Session): void {
  command
    .option(`--vantage ${VALUE.vantage}`, texts('options.vantage'))
    .option(`--time-zone ${VALUE.zone}`, texts('options.timeZone'));
  selectionOptions(command, texts);
}

function knownOptions(command: Command, texts: Session['texts']): void {
  command
    .option(`--baseline ${VALUE.file}`, texts('options.baseline'))
    .option(`--fail-on ${VALUE.format}`, texts('options.failOn'))
    .option(`--ignore-file ${VALUE.file}`, texts('options.ignoreFile'));
}

function redactionOptions(command: Command, texts: Session['texts']): void {
  command.option('--redact', texts('options.redact')).option(`--redact-key ${VALUE.file}`, texts('options.redactKey'));
}

function selectionOptions(command: Command, texts: Session['texts']): void {
  command
    .option('--join', texts('options.join'))
    .option(`--client ${VALUE.capture}`, texts('options.client'))
    .option(`--server ${VALUE.capture}`, texts('options.server'))
    .option(`--filter ${VALUE.filter}`, texts('options.filter'))
    .option(`--from ${VALUE.time}`, texts('options.from'))
    .option(`--to ${VALUE.time}`, texts('options.to'));
}

function commonOptions(command: Command, { texts }: Session): Command {
  if (command.options.every(({ long }) => long !== '--lang')) {
    command.option(`--lang ${VALUE.lang}`, texts('options.lang'));
  }
  return command
    .option('--no-color', texts('options.color'))
    .option('-q, --quiet', texts('options.quiet'))
    .option('--verbose', texts('options.verbose'))
    .helpOption('-h, --help', texts('options.help'));
}
