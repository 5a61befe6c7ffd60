/** One capture of several, from its bytes to its files; runs in the program itself or in a thread of its own. */

import { digestOf } from '../index.ts';
import type { ErrorCode } from '../model/errors.ts';
import { WhyrstError } from '../model/errors.ts';
import { knownFrom } from './known.ts';
import { readCapture } from './read-capture.ts';
import { Ledger } from './report-ledger.ts';
import { EVIDENCE_FLAG, sourceOf } from './report-source.ts';
import type { ReportJob, ReportOutcome } from './report-task.ts';
import type { Session } from './session.ts';
import { demandReset } from './values.ts';
import { writeDocuments } from './write-documents.ts';

/** Does one job; never throws, so that one broken capture does not stop the others. */
export async function doReportJob(job: ReportJob, session: Session): Promise<ReportOutcome> {
  try {
    const ledger = job.ledger === null ? null : await Ledger.open(job.ledger, job);
    const done = job.fresh ? null : ((await ledger?.lookUp()) ?? null);
    if (done !== null) return { ...done, upToDate: true };
    const { paths, flags, wanted } = job;
    const key = job.redactionKey ?? undefined;
    const sort = knownFrom(flags, key);
    const source = sourceOf(paths, flags, key, wanted.evidence ? EVIDENCE_FLAG : null);
    const sorted = sort(await readCapture(paths, flags, session, key));
    const { analysis, exitCode } = sorted;
    const { subjectFrame } = wanted.telling;
    if (subjectFrame !== undefined) demandReset(analysis, subjectFrame);
    const written = await writeDocuments(sorted, job.base, wanted, source);
    const outcome = { digest: digestOf(analysis), exitCode, ...written };
    await ledger?.note(outcome);
    return { ...outcome, upToDate: false };
  } catch (error) {
    return asFailure(error);
  }
}

/** An error as plain data: a thread cannot hand over its class. */
export function asFailure(error: unknown): Extract<ReportOutcome, { failure: unknown }> {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (!(error instanceof WhyrstError)) return { failure: { code: null, facts: {} }, stack };
  const { code, facts } = error as WhyrstError;
  return { failure: { code, facts }, stack };
}

/** The error that a failure was. */
export function asError({ failure, stack }: Extract<ReportOutcome, { failure: unknown }>): Error {
  const { code, facts } = failure;
  const [first = ''] = stack.split('\n', 1);
  const error = code === null ? new Error(first) : new WhyrstError<ErrorCode>(code, facts as WhyrstError['facts']);
  error.stack = stack;
  return error;
}
