/** Usage errors: commander finds them, we name the offending word and the nearest valid one. */
import { existsSync } from 'node:fs';
import type { Command, CommanderError } from 'commander';
import { WhyrstError } from '../model/errors.ts';
import { nearest } from './nearest.ts';
import type { Session } from './session.ts';
import { languagesFrom } from './values.ts';

/** Commands that take as many words as they are given, and mean each of them. */
const TAKE_ALL: readonly string[] = ['report', 'pack', 'verify', 'reveal'];
/** Commands that may bring languages along with their settings. */
const WITH_SETTINGS: readonly string[] = ['report', 'pack'];

/** Refuses arguments that a command does not take: of captures one, unless they are to be joined. Before several words there should be a command. */
export function refuseExcess(command: Command): void {
  const { args, parent, registeredArguments } = command;
  const takesAll = TAKE_ALL.includes(command.name()) || command.opts<{ join?: boolean }>().join === true;
  const isVariadic = registeredArguments.at(-1)?.variadic === true;
  const excess = isVariadic && takesAll ? undefined : args[registeredArguments.length];
  if (excess === undefined) return;
  const word = args[0] ?? '';
  if (parent === null && !existsSync(word)) throw unknownCommand(word, command);
  throw new WhyrstError('usage/too-many-arguments', { value: excess });
}

/** Refuses a language that there is not, also in the environment of this program. */
export function demandKnownLanguage(command: Command, { surroundings }: Session): void {
  // A report may be in a language that its settings bring along: it looks for itself.
  if (WITH_SETTINGS.includes(command.name())) return;
  languagesFrom(command.opts<{ lang?: string }>().lang, surroundings.env);
}

/** The command that the arguments name, as far as they can be understood. */
export function commandNamed(argv: readonly string[], program: Command): Command {
  return program.commands.find((command) => argv.includes(command.name())) ?? program;
}

/** What commander found wrong, in our words; null when it is not the user's doing. */
export function usageError(error: CommanderError, command: Command): WhyrstError | null {
  // The word stands between the outermost quotes of commander's own message.
  const value = /'(.*)'/s.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption': {
      const options = command.createHelp().visibleOptions(command);
      const flags = options.flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
      return new WhyrstError('usage/unknown-option', { value, near: nearest(value, flags).word });
    }
    case 'commander.missingArgument':
      return new WhyrstError('usage/missing-argument', { value: `<${value}>` });
    case 'commander.optionMissingArgument':
    case 'commander.missingMandatoryOptionValue':
      return new WhyrstError('usage/missing-argument', { value });
    default:
      return null;
  }
}

/** Most edits between a word and the command that it was meant to be. */
const TYPO = 2;

/** Refuses a word that is no capture and looks like a command. */
export function refuseTypo(word: string, program: Command): void {
  if (word !== '-' && !existsSync(word) && nearest(word, commandNames(program)).edits <= TYPO) {
    throw unknownCommand(word, program);
  }
}

/** The error for a word that is no command. */
export function unknownCommand(word: string, program: Command): WhyrstError {
  return new WhyrstError('usage/unknown-command', { value: word, near: nearest(word, commandNames(program)).word });
}

/** Commands that help shows. */
function commandNames(program: Command): readonly string[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
}
