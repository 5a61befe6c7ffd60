import { toDecodeJson, toDecodeText } from '../../index.ts';
import { readCapture } from '../read-capture.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { demandReset, frameFrom, timeZoneFrom } from '../values.ts';

/** `whyrst decode CAPTURE --frame N`: one RST, field by field. A frame of a tunnel can hold several. */
export async function decodeReset(
  captures: readonly string[],
  flags: CaptureFlags & { readonly frame: string; readonly json?: boolean },
  session: Session,
): Promise<void> {
  const { terminal, language } = session;
  const frame = frameFrom(flags.frame);
  const timeZone = timeZoneFrom(flags.timeZone);
  const analysis = await readCapture(captures, flags, session);
  demandReset(analysis, frame);
  const verdicts = analysis.verdicts.filter(({ reset }) => reset.frame === frame);
  if (flags.json === true) {
    await terminal.print([toDecodeJson(verdicts, analysis, language)]);
    return;
  }
  const options = { language, timeZone, color: terminal.color && flags.color !== false, width: terminal.width };
  await terminal.print([verdicts.map((verdict) => toDecodeText(verdict, analysis, options)).join('\n')]);
}
