/** `whyrst report` of several captures: one report each, all at once, and an overview of all of them. */
import { basename, join } from 'node:path';
import {
  type HtmlReport,
  hiddenName,
  type Overview,
  type OverviewEntry,
  overviewToJson,
  overviewToText,
  type ToldReport,
  tellBilingual,
  tellOverview,
  toHtml,
  toPdf,
  uiText,
  version,
} from '../../index.ts';
import { exitCodes } from '../exit-codes.ts';
import { tellFailure } from '../failure.ts';
import { reportStems, writeWhole } from '../output-files.ts';
import { asError } from '../report-job.ts';
import { startJobs } from '../report-pool.ts';
import type { ReportRequest } from '../report-request.ts';
import type { ReportJob, ReportOutcome } from '../report-task.ts';
import type { Group } from '../series.ts';
import type { Session } from '../session.ts';
import { tellWritten } from '../tell-written.ts';
import { jobsFrom } from '../values.ts';
import { lookOf } from '../write-documents.ts';
import { warnOfGlyphs } from './warn-of-glyphs.ts';

/** What all names of the overview begin with. */
const OVERVIEW = 'overview';
/** Folder in which a run remembers what it has done. */
const LEDGER = '.whyrst';
/** What stands for facts of an error in a redacted overview. */
const HIDDEN = '…';

/** Writes all reports and the overview, under one key where they are redacted; everything is told in the order in which the captures were named. */
export async function writeOverview(
  groups: readonly Group[],
  key: Uint8Array | undefined,
  request: ReportRequest,
  session: Session,
): Promise<void> {
  const { flags } = request;
  const threads = jobsFrom(flags.jobs);
  const names = groups.map(({ name }) => (key === undefined ? name : hiddenName(basename(name), key)));
  const [own = OVERVIEW, ...stems] = reportStems([OVERVIEW, ...names]);
  const jobs = groups.map(({ paths }, index) => jobFor(paths, stems[index] ?? '', key, request));
  const outcomes = await startJobs(jobs, threads, session);
  countDone(outcomes, request, session);
  let gate: number = exitCodes.done;
  const entries: OverviewEntry[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const { name: given = '' } = groups[index] ?? {};
    const { [index]: stem = '' } = stems;
    const report = `${stem}.whyrst`;
    const done = await outcome;
    if ('exitCode' in done && gate === exitCodes.done) gate = done.exitCode;
    const result = await tellOutcome(done, report, request, session);
    if (key === undefined) entries.push({ name: given, report, result });
    else {
      entries.push({ name: stem, report, result: withoutFacts(result) });
      if (flags.quiet !== true)
        await session.terminal.note(uiText(session.language, 'cli.redact.hidden', { given, stem }));
    }
  }
  // A capture that could not be read weighs more than what was found in another.
  if (session.exitCode === exitCodes.done) session.exitCode = gate;
  const overview: Overview = { tool: { name: 'whyrst', version }, entries };
  await writeFiles(overview, join(flags.output, `${own}.whyrst`), request, session);
  const { terminal, language } = session;
  const color = terminal.color && flags.color !== false;
  const { timeZone } = request.telling;
  const options = { language, color, width: terminal.width, ...(timeZone === undefined ? {} : { timeZone }) };
  await terminal.print([overviewToText(overview, options)]);
}

/** Why a capture has no report, without the path that an error quotes. */
function withoutFacts(result: OverviewEntry['result']): OverviewEntry['result'] {
  if ('digest' in result) return result;
  const { code, facts } = result.failure;
  return { failure: { code, facts: Object.fromEntries(Object.keys(facts).map((fact) => [fact, HIDDEN])) } };
}

function jobFor(
  paths: readonly string[],
  stem: string,
  key: Uint8Array | undefined,
  { flags, ...wanted }: ReportRequest,
): ReportJob {
  // A key that is forgotten with the run makes every run another one.
  const isNew = key !== undefined && flags.redactKey === undefined;
  return {
    redactionKey: key ?? null,
    paths,
    base: join(flags.output, `${stem}.whyrst`),
    flags,
    wanted,
    // What came through a pipe cannot be read again to see whether it is the same.
    ledger: isNew || paths.includes('-') ? null : join(flags.output, LEDGER),
    fresh: flags.fresh === true,
  };
}

/** Shows how many captures are done. */
function countDone(
  outcomes: readonly Promise<ReportOutcome>[],
  { flags }: ReportRequest,
  { terminal, language }: Session,
): void {
  if (flags.quiet === true) return;
  let done = 0;
  const captures = outcomes.length;
  for (const outcome of outcomes) {
    void outcome.then(() => {
      done++;
      terminal.progress(() => uiText(language, 'cli.progressFiles', { done, captures }));
    });
  }
}

/** Tells what became of one capture. */
async function tellOutcome(
  outcome: ReportOutcome,
  report: string,
  { flags }: ReportRequest,
  session: Session,
): Promise<OverviewEntry['result']> {
  const { terminal, language } = session;
  if ('failure' in outcome) {
    const code = await tellFailure(asError(outcome), session, flags.verbose === true);
    if (session.exitCode === exitCodes.done) session.exitCode = code;
    return { failure: outcome.failure };
  }
  const { digest, missingGlyphs, upToDate } = outcome;
  if (missingGlyphs.length > 0) await warnOfGlyphs(missingGlyphs, session);
  if (flags.quiet === true) return { digest };
  if (upToDate) await terminal.note(uiText(language, 'cli.upToDate', { report }));
  else await tellWritten(outcome, session);
  return { digest };
}

async function writeFiles(overview: Overview, base: string, request: ReportRequest, session: Session): Promise<void> {
  const { formats, telling, flags } = request;
  const look = lookOf(telling);
  const paths: string[] = [];
  const write = async (path: string, content: Iterable<string> | Uint8Array): Promise<void> => {
    await writeWhole(path, content);
    paths.push(path);
  };
  const told = editionsOf(overview, request);
  for (const { language, also, tag, markdown, figures } of told) {
    if (formats.includes('md')) await write(`${base}.${tag}.md`, [markdown]);
    if (!formats.includes('pdf')) continue;
    const date = dateOf(overview, telling.date);
    const pdf = await toPdf(markdown, { language, ...(also === undefined ? {} : { also }), figures, ...look, date });
    if (pdf.missingGlyphs.length > 0)
      await warnOfGlyphs(
        pdf.missingGlyphs.map(({ codePoint }) => codePoint),
        session,
      );
    await write(`${base}.${tag}.pdf`, pdf.bytes);
  }
  const [only] = told;
  const page = told.length === 1 && only !== undefined ? `${base}.${only.tag}.html` : `${base}.html`;
  if (formats.includes('html')) await write(page, [await toHtml(told, look)]);
  if (formats.includes('json')) await write(`${base}.json`, overviewToJson(overview));
  if (flags.quiet === true) return;
  for (const path of paths) await session.terminal.note(uiText(session.language, 'cli.written', { path }));
}

/** The overview in each language, or one in two; the tag stands for the language or languages in the names of files. */
function editionsOf(
  overview: Overview,
  request: ReportRequest,
): readonly (ToldReport & HtmlReport & { tag: string })[] {
  const { languages, bilingual, telling } = request;
  const options = { ...zoneOf(request), ...(telling.folders === undefined ? {} : { folders: telling.folders }) };
  if (bilingual === null) {
    return languages.map((language) => ({
      ...tellOverview(overview, { ...options, language }),
      language,
      tag: language,
    }));
  }
  const [language, also] = bilingual;
  const told = tellBilingual(tellOverview, overview, { ...options, languages: bilingual });
  return [{ ...told, language, also, tag: `${language}+${also}` }];
}

function zoneOf({ telling: { timeZone } }: ReportRequest): { readonly timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}

/** The date asked for, else the end of the last capture: the same captures give the same bytes. */
function dateOf({ entries }: Overview, date: string | undefined): Date {
  if (date !== undefined) return new Date(`${date}T00:00:00Z`);
  const ends = entries.map(({ result }) => ('digest' in result ? (result.digest.endMs ?? 0) : 0));
  return new Date(ends.reduce((latest, each) => Math.max(latest, each), 0));
}
