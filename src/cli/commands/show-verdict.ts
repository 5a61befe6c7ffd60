import type { Command } from 'commander';
import { toTerminal, version } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { endsFrom, readCapture } from '../read-capture.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { refuseTypo } from '../usage.ts';
import { timeZoneFrom } from '../values.ts';

/** `whyrst CAPTURE`: the verdicts in the terminal. */
export async function showVerdict(captures: readonly string[], program: Command, session: Session): Promise<void> {
  const { terminal, language, surroundings } = session;
  const flags = program.opts<CaptureFlags & { version?: boolean }>();
  if (flags.version === true) return terminal.print([`${version}\n`]);
  const [capture] = captures;
  if (capture === undefined && endsFrom(captures, flags) === null) {
    if (surroundings.stdin.isTTY === true) return terminal.print([program.helpInformation()]);
    throw new WhyrstError('usage/missing-argument', { value: '<capture>' });
  }
  if (capture !== undefined) refuseTypo(capture, program);
  const timeZone = timeZoneFrom(flags.timeZone);
  const analysis = await readCapture(captures, flags, session);
  const color = terminal.color && flags.color !== false;
  await terminal.print([toTerminal(analysis, { language, timeZone, color, width: terminal.width })]);
}
