#!/usr/bin/env node
// Runs the command line and leaves. The exit is explicit: an open pipe on standard input must not keep the process alive.
import { exitCodes } from './exit-codes.ts';
import { abandonOutputs } from './output-files.ts';
import { run } from './run.ts';
import { interruptedText } from './texts.ts';

process.once('SIGINT', () => {
  abandonOutputs();
  process.stderr.write(`\n${interruptedText(process.argv, process.env)}\n`);
  process.exit(exitCodes.interrupted);
});
process.exit(await run(process.argv.slice(2), process));
