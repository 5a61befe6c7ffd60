#!/usr/bin/env node
// Runs the command line and leaves. The exit is explicit: an open pipe on standard input must not keep the process alive.
import { exitCodes } from './exit-codes.ts';
import { abandonOutputs } from './output-files.ts';
import { run } from './run.ts';
import { interruptedText } from './texts.ts';

/** What a command wants done at the first Ctrl-C; the second one always ends the process. */
let stop: (() => void) | null = null;
/** Ends the process with a code; after Ctrl-C, that is no longer for the command to do. */
let leave = (code: number): void => {
  process.exit(code);
};
const surroundings = {
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  onInterrupt: (whenAsked: () => void): void => {
    stop = whenAsked;
  },
};

process.on('SIGINT', () => {
  if (stop !== null) {
    const gently = stop;
    stop = null;
    gently();
    return;
  }
  leave = (): void => undefined;
  void abandonOutputs()
    .then(() => interruptedText(process.argv, process.env))
    .then((text) => {
      process.stderr.write(`\n${text}\n`);
      process.exit(exitCodes.interrupted);
    });
});
const code = await run(process.argv.slice(2), surroundings);
leave(code);
