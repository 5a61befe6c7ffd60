import { toJson } from '../../index.ts';
import { type KnownFlags, knownFrom, withIgnoreFile } from '../known.ts';
import { readCapture } from '../read-capture.ts';
import { redactionKeyFrom } from '../redaction-key.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { formatsFrom } from '../values.ts';

/** `whyrst analyze CAPTURE`: the contract whyrst.analysis/1 on standard output. */
export async function printAnalysis(
  captures: readonly string[],
  flags: CaptureFlags & KnownFlags & { readonly format?: string },
  session: Session,
): Promise<void> {
  formatsFrom(flags.format, ['json']);
  const key = redactionKeyFrom(flags);
  const sort = knownFrom(withIgnoreFile(flags), key);
  const { analysis, exitCode } = sort(await readCapture(captures, flags, session, key));
  await session.terminal.print(toJson(analysis, { exitCode }));
  session.exitCode = exitCode;
}
