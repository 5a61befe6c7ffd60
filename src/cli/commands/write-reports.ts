import { join } from 'node:path';
import { type Analysis, tellReport, toJson, toPdf, toTerminal, uiText } from '../../index.ts';
import { WhyrstError } from '../../model/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { tellFailure } from '../failure.ts';
import { makeFolder, reportStems, writeWhole } from '../output-files.ts';
import { readCapture } from '../read-capture.ts';
import { type Group, groupsOf, mayBeSeries } from '../series.ts';
import type { CaptureFlags, Session } from '../session.ts';
import {
  dateFrom,
  demandReset,
  type Format,
  formatsFrom,
  frameFrom,
  languagesFrom,
  timeZoneFrom,
  vantageFrom,
} from '../values.ts';

interface ReportFlags extends CaptureFlags {
  readonly output: string;
  readonly format?: string;
  readonly frame?: string;
  readonly date?: string;
}

/** What the user asked for, checked. */
interface Request {
  readonly flags: ReportFlags;
  readonly languages: readonly string[];
  readonly formats: readonly Format[];
  /** How a report is told, beside its language. */
  readonly telling: { readonly timeZone: string; readonly date?: string; readonly subjectFrame?: number };
}

/** `whyrst report CAPTURE...`: one report for each capture, rotated files of one capture being one. One that cannot be read does not stop the others. */
export async function writeReports(captures: readonly string[], flags: ReportFlags, session: Session): Promise<void> {
  const request = requestFrom(flags, session);
  if (captures.indexOf('-') !== captures.lastIndexOf('-'))
    throw new WhyrstError('usage/too-many-arguments', { value: '-' });
  makeFolder(flags.output);
  const groups = await groupsFrom(captures, flags, session);
  const stems = reportStems(groups.map(({ name }) => name));
  for (const [index, { paths, name }] of groups.entries()) {
    try {
      const analysis = await readCapture(paths, flags, session);
      await writeReport(analysis, join(flags.output, `${stems[index] ?? name}.whyrst`), request, session);
    } catch (error) {
      const code = await tellFailure(error, session, flags.verbose === true);
      if (session.exitCode === exitCodes.done) session.exitCode = code;
    }
  }
}

/** Which captures belong together: all of them when asked, none when told so, else those whose names say so beyond doubt. */
async function groupsFrom(
  captures: readonly string[],
  flags: ReportFlags,
  session: Session,
): Promise<readonly Group[]> {
  const { terminal, language } = session;
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

function requestFrom(flags: ReportFlags, { surroundings }: Session): Request {
  const date = dateFrom(flags.date);
  const subjectFrame = flags.frame === undefined ? undefined : frameFrom(flags.frame);
  vantageFrom(flags.vantage);
  return {
    flags,
    languages: languagesFrom(flags.lang, surroundings.env),
    formats: formatsFrom(flags.format),
    telling: {
      timeZone: timeZoneFrom(flags.timeZone),
      ...(date === undefined ? {} : { date }),
      ...(subjectFrame === undefined ? {} : { subjectFrame }),
    },
  };
}

async function writeReport(analysis: Analysis, base: string, request: Request, session: Session): Promise<void> {
  const { telling, languages, formats, flags } = request;
  const { terminal, language } = session;
  if (telling.subjectFrame !== undefined) demandReset(analysis, telling.subjectFrame);
  const written: string[] = [];
  for (const tag of languages)
    written.push(...(await writeLanguage(analysis, `${base}.${tag}`, tag, request, session)));
  if (formats.includes('json')) {
    await writeWhole(`${base}.json`, toJson(analysis));
    written.push(`${base}.json`);
  }
  const color = terminal.color && flags.color !== false;
  await terminal.print([toTerminal(analysis, { ...telling, language, color, width: terminal.width })]);
  if (flags.quiet === true) return;
  for (const path of written) await terminal.note(uiText(language, 'cli.written', { path }));
}

async function writeLanguage(
  analysis: Analysis,
  base: string,
  tag: string,
  { telling, formats }: Request,
  session: Session,
): Promise<readonly string[]> {
  const written: string[] = [];
  const { markdown, figures } = tellReport(analysis, { ...telling, language: tag });
  if (formats.includes('md')) {
    await writeWhole(`${base}.md`, [markdown]);
    written.push(`${base}.md`);
  }
  if (formats.includes('pdf')) {
    const keywords = analysis.captures.map(({ sha256 }) => sha256).join(' ');
    const pdf = await toPdf(markdown, { language: tag, date: dateOf(analysis, telling.date), keywords, figures });
    await writeWhole(`${base}.pdf`, pdf.bytes);
    written.push(`${base}.pdf`);
    if (pdf.missingGlyphs.length > 0) await warnOfGlyphs(pdf.missingGlyphs, session);
  }
  return written;
}

/** The date in the PDF: the one asked for, else the end of the capture. Never the clock: the same input gives the same bytes. */
function dateOf({ captures }: Analysis, date: string | undefined): Date {
  if (date !== undefined) return new Date(`${date}T00:00:00Z`);
  const endNs = captures.at(-1)?.endNs ?? null;
  return new Date(endNs === null ? 0 : Number(endNs / 1_000_000n));
}

async function warnOfGlyphs(glyphs: readonly { readonly codePoint: number }[], session: Session): Promise<void> {
  const characters = glyphs.map(({ codePoint }) => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`);
  await session.terminal.note(uiText(session.language, 'cli.missingGlyphs', { characters: characters.join(', ') }));
}
