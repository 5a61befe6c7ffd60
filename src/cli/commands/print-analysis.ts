import { toJson } from '../../index.ts';
import { readCapture } from '../read-capture.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { formatsFrom } from '../values.ts';

/** `whyrst analyze CAPTURE`: the contract whyrst.analysis/1 on standard output. */
export async function printAnalysis(
  captures: readonly string[],
  flags: CaptureFlags & { readonly format?: string },
  session: Session,
): Promise<void> {
  formatsFrom(flags.format, ['json']);
  const analysis = await readCapture(captures, flags, session);
  await session.terminal.print(toJson(analysis));
}
