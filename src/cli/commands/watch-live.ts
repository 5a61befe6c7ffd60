import { join } from 'node:path';
import { Readable } from 'node:stream';
import { SETTLE_US, toTerminal, toWatchLine, uiText, watch } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { unsorted } from '../known.ts';
import { makeFolder, reportStems } from '../output-files.ts';
import { redactionKeyFrom } from '../redaction-key.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { tellWritten } from '../tell-written.ts';
import { formatsFrom, languagesFrom, settleFrom, timeZoneFrom, vantageFrom } from '../values.ts';
import { writeDocuments } from '../write-documents.ts';

interface WatchFlags extends CaptureFlags {
  readonly output: string;
  readonly format?: string;
  readonly settle?: string;
}

/** After Ctrl-C the writer of the pipe, which was told as well, has so long to end its capture: milliseconds. */
const LAST_WORDS_MS = 1000;

/** `whyrst watch -`: verdicts as RSTs settle; the report when the capture ends or at Ctrl-C. */
export async function watchLive(capture: string, flags: WatchFlags, session: Session): Promise<void> {
  if (capture !== '-') throw new WhyrstError('usage/bad-value', { option: '<capture>', value: capture });
  const { terminal, language, surroundings } = session;
  const settleUs = flags.settle === undefined ? SETTLE_US : settleFrom(flags.settle) * 1e6;
  const vantage = vantageFrom(flags.vantage);
  const timeZone = timeZoneFrom(flags.timeZone);
  const redactionKey = redactionKeyFrom(flags);
  const wanted = {
    evidence: false,
    languages: languagesFrom(flags.lang, surroundings.env),
    formats: formatsFrom(flags.format),
    telling: { timeZone },
    bilingual: null,
    letter: false,
    commentLimit: null,
  };
  makeFolder(flags.output);
  const telling = { language, timeZone, color: terminal.color && flags.color !== false, width: terminal.width };
  if (flags.quiet !== true) await terminal.note(uiText(language, 'cli.watching', { settle: settleUs / 1e6 }));
  surroundings.onInterrupt?.(() => {
    void terminal.note(`\n${uiText(language, 'cli.ending')}`);
    setTimeout(() => {
      endOf(surroundings.stdin);
    }, LAST_WORDS_MS);
  });
  // Lines are printed one after the other, whatever the pace of the terminal.
  let printed: Promise<void> = Promise.resolve();
  const analysis = await watch({
    stdin: surroundings.stdin,
    settleUs,
    timeZone,
    ...(vantage === undefined ? {} : { vantage }),
    ...(flags.filter === undefined ? {} : { filter: flags.filter }),
    ...(redactionKey === undefined ? {} : { redactionKey }),
    onVerdict: (verdict, captures) => {
      if (verdict.sameAs !== null) return;
      const line = toWatchLine(verdict, captures, telling);
      printed = printed.then(() => terminal.print([line]));
      // Whoever waits is told of a failure.
      printed.catch(() => undefined);
    },
  });
  await printed;
  const [stem = 'stdin'] = reportStems([capture]);
  const written = await writeDocuments(unsorted(analysis), join(flags.output, `${stem}.whyrst`), wanted, null);
  await terminal.print(['\n', toTerminal(analysis, telling)]);
  if (flags.quiet !== true) await tellWritten(written, session);
}

/** Ends a stream that does not end by itself. */
function endOf(stream: NodeJS.ReadableStream): void {
  if (stream instanceof Readable) stream.destroy();
}
