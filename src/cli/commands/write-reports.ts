import { basename, join } from 'node:path';
import { availableLanguages, hiddenName, toTerminal, uiText } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { findCaptures } from '../find-captures.ts';
import { knownFrom, type Sorted, withIgnoreFile } from '../known.ts';
import { makeFolder, reportStems } from '../output-files.ts';
import { endsFrom, readCapture } from '../read-capture.ts';
import { redactionKeyFrom } from '../redaction-key.ts';
import type { ReportFlags, ReportRequest } from '../report-request.ts';
import { EVIDENCE_FLAG, type ReportSource, sourceOf } from '../report-source.ts';
import { type Group, groupsOf, mayBeSeries } from '../series.ts';
import type { Session } from '../session.ts';
import { settle } from '../settings/config.ts';
import { tellWritten } from '../tell-written.ts';
import {
  commentLimitFrom,
  dateFrom,
  demandReset,
  formatsFrom,
  frameFrom,
  languagesFrom,
  pairFrom,
  partsFrom,
  timeZoneFrom,
  vantageFrom,
} from '../values.ts';
import { writeDocuments } from '../write-documents.ts';
import { warnOfGlyphs } from './warn-of-glyphs.ts';

/** `whyrst report CAPTURE...`: one report for each capture, rotated files of one capture being one; of several captures also an overview. */
export async function writeReports(captures: readonly string[], given: ReportFlags, session: Session): Promise<void> {
  const request = requestFrom(given, session);
  const { flags } = request;
  if (captures.indexOf('-') !== captures.lastIndexOf('-'))
    throw new WhyrstError('usage/too-many-arguments', { value: '-' });
  makeFolder(flags.output);
  const groups = await groupsFrom(findCaptures(captures), flags, session);
  const key = redactionKeyFrom(flags);
  const [only] = groups;
  if (only === undefined || groups.length > 1) {
    // A baseline is the analysis of one capture.
    if (flags.baseline !== undefined)
      throw new WhyrstError('usage/option-needs', { option: '--baseline', needs: '<capture>' });
    knownFrom(flags, key);
    const { writeOverview } = await import('./write-overview.ts');
    return writeOverview(groups, key, request, session);
  }
  const name = key === undefined ? only.name : hiddenName(basename(only.name), key);
  const [stem = name] = reportStems([name]);
  const sort = knownFrom(flags, key);
  const source = sourceOf(only.paths, flags, key, request.evidence ? EVIDENCE_FLAG : null);
  const sorted = sort(await readCapture(only.paths, flags, session, key));
  await writeReport(sorted, join(flags.output, `${stem}.whyrst`), source, request, session);
}

/** Which captures belong together: all of them when asked, none when told so, else those whose names say so beyond doubt. */
export async function groupsFrom(
  captures: readonly string[],
  flags: ReportFlags,
  session: Session,
): Promise<readonly Group[]> {
  const { terminal, language } = session;
  const ends = endsFrom(captures, flags);
  if (ends !== null) return [{ paths: [], name: ends.client }];
  if (captures.length === 0) throw new WhyrstError('usage/missing-argument', { value: '<captures>' });
  if (flags.join === true) return [{ paths: captures, name: captures[0] ?? '' }];
  if (flags.join === false) return captures.map((path) => ({ paths: [path], name: path }));
  const groups = groupsOf(captures);
  if (flags.quiet === true) return groups;
  for (const { paths } of groups.filter(({ paths: { length } }) => length > 1)) {
    await terminal.note(uiText(language, 'cli.joined', { first: paths[0] ?? '', files: paths.length }));
  }
  if (groups.length === captures.length && mayBeSeries(captures)) await terminal.note(uiText(language, 'cli.mayJoin'));
  return groups;
}

/** What was asked for, checked, with the settings of the user. */
export function requestFrom(given: ReportFlags, { surroundings: { env } }: Session): ReportRequest {
  const { flags, brand, folders } = settle(withIgnoreFile(given), env);
  const known = availableLanguages(folders);
  const date = dateFrom(flags.date);
  const subjectFrame = flags.frame === undefined ? undefined : frameFrom(flags.frame);
  vantageFrom(flags.vantage);
  return {
    flags,
    languages: languagesFrom(flags.lang, env, known),
    bilingual: flags.bilingual === true ? pairFrom(flags.lang, known) : null,
    formats: formatsFrom(flags.format),
    telling: {
      timeZone: timeZoneFrom(flags.timeZone),
      ...(date === undefined ? {} : { date }),
      ...(subjectFrame === undefined ? {} : { subjectFrame }),
      folders,
      ...(brand === undefined ? {} : { brand }),
      parts: partsFrom(flags.sections, flags.without),
    },
    letter: flags.letter === true,
    evidence: flags.evidencePcap === true,
    commentLimit: flags.comment === true ? commentLimitFrom(flags.commentLimit) : null,
  };
}

async function writeReport(
  sorted: Sorted,
  base: string,
  source: ReportSource | null,
  request: ReportRequest,
  session: Session,
): Promise<void> {
  const { telling, flags } = request;
  const { terminal, language } = session;
  const { analysis, exitCode } = sorted;
  if (telling.subjectFrame !== undefined) demandReset(analysis, telling.subjectFrame);
  const written = await writeDocuments(sorted, base, request, source);
  if (written.missingGlyphs.length > 0) await warnOfGlyphs(written.missingGlyphs, session);
  const color = terminal.color && flags.color !== false;
  await terminal.print([toTerminal(analysis, { ...telling, language, color, width: terminal.width })]);
  session.exitCode = exitCode;
  if (flags.quiet !== true) await tellWritten(written, session);
}
