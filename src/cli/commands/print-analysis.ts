import { toCsv, toJson, toJunit, toSarif } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { type KnownFlags, knownFrom, type Sorted, withIgnoreFile } from '../known.ts';
import { readCapture } from '../read-capture.ts';
import { redactionKeyFrom } from '../redaction-key.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { formatsFrom, timeZoneFrom } from '../values.ts';

interface AnalyzeFlags extends CaptureFlags, KnownFlags {
  readonly json?: boolean;
  readonly format?: string;
}

/** How an analysis is printed for a program. */
const PRINTERS = {
  json: ({ analysis, exitCode }: Sorted) => toJson(analysis, { exitCode }),
  csv: ({ analysis }: Sorted) => toCsv(analysis),
  sarif: ({ analysis, exitCode }: Sorted, telling: Telling) => [toSarif(analysis, { ...telling, exitCode })],
  junit: ({ analysis, failing }: Sorted, telling: Telling) => [toJunit(analysis, { ...telling, failing })],
} as const;

interface Telling {
  readonly language: string;
  readonly timeZone: string;
}

/** `whyrst analyze CAPTURE`: all that was found, on standard output; the contract whyrst.analysis/1 unless told otherwise. */
export async function printAnalysis(captures: readonly string[], flags: AnalyzeFlags, session: Session): Promise<void> {
  const print = PRINTERS[formatFrom(flags)];
  const telling = { language: session.language, timeZone: timeZoneFrom(flags.timeZone) };
  const key = redactionKeyFrom(flags);
  const sort = knownFrom(withIgnoreFile(flags), key);
  const sorted = sort(await readCapture(captures, flags, session, key));
  await session.terminal.print(print(sorted, telling));
  session.exitCode = sorted.exitCode;
}

/** The one format that standard output can have. */
function formatFrom({ json, format }: AnalyzeFlags): keyof typeof PRINTERS {
  if (format === undefined) return 'json';
  const [only = 'json', ...more] = formatsFrom<keyof typeof PRINTERS>(format, ['json', 'csv', 'sarif', 'junit']);
  if (more.length > 0 || (json === true && only !== 'json')) {
    throw new WhyrstError('usage/bad-value', { option: '--format', value: format });
  }
  return only;
}
