/** Tells the user what stopped us, and finds the exit code. */
import { WhyrstError } from '../model/errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

/** One error: what, where, what to do next. Anything but a WhyrstError is a bug of ours. */
export async function tellFailure(error: unknown, session: Session, details: boolean): Promise<number> {
  const { errorText, uiText, version } = await import('../index.ts');
  const { terminal, language } = session;
  const lines: string[] = [];
  const known = error instanceof WhyrstError ? (error as WhyrstError) : null;
  if (known !== null) {
    const { message, hint } = errorText(known, language);
    lines.push(`whyrst: ${message}`, uiText(language, 'cli.hint', { text: hint }));
  } else {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    lines.push(uiText(language, 'cli.bug', { version, message: firstLine(message) }), uiText(language, 'cli.bugHint'));
  }
  if (details && error instanceof Error) lines.push(...stacks(error));
  await terminal.note(lines.join('\n'));
  return known === null ? exitCodes.bug : exitCodeOf(known.code);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** The stack of an error and of what caused it. */
function stacks(error: Error): readonly string[] {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? [own, ...stacks(error.cause)] : [own];
}
