import type { Command } from 'commander';
import type { Session } from '../session.ts';
import { unknownCommand } from '../usage.ts';

/** `whyrst help [COMMAND]`: the same as `--help`. */
export async function printHelp(name: string | undefined, program: Command, { terminal }: Session): Promise<void> {
  const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
  if (command === undefined) throw unknownCommand(name ?? '', program);
  await terminal.print([command.helpInformation()]);
}
