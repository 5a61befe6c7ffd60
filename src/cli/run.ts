/** One run of the command line: arguments in, exit code out. */
import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { tellFailure } from './failure.ts';
import { createProgram } from './program.ts';
import type { Session } from './session.ts';
import { type Surroundings, Terminal } from './terminal.ts';
import { languageOfMessages, textsIn } from './texts.ts';
import { commandNamed, usageError } from './usage.ts';

export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const language = await languageOfMessages(argv, surroundings.env);
  const terminal = new Terminal(surroundings);
  const session: Session = { surroundings, terminal, language, texts: textsIn(language), exitCode: exitCodes.done };
  const program = createProgram(session);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return session.exitCode;
  } catch (error) {
    const command = commandNamed(argv, program);
    if (error instanceof CommanderError && error.code === 'commander.helpDisplayed') {
      await terminal.print([command.helpInformation()]);
      return exitCodes.done;
    }
    const cause = error instanceof CommanderError ? (usageError(error, command) ?? error) : error;
    return tellFailure(cause, session, argv.includes('--verbose'));
  }
}
