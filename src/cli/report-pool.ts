/** Does many jobs at a time, in threads. */
import { availableParallelism } from 'node:os';
import { endBeforeAbandoning } from './output-files.ts';
import { asFailure, doReportJob } from './report-job.ts';
import type { ReportJob, ReportOutcome } from './report-task.ts';
import type { Session } from './session.ts';

/** The module of the threads: a .js file once it is built; before, a .ts file, which not every Node.js can run in a thread. */
const WORKER = new URL(`./report-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** Begins all jobs at once; each promise is that of the job at its place. Standard input is read by the program itself. */
export async function startJobs(
  jobs: readonly ReportJob[],
  threads: number | null,
  session: Session,
): Promise<readonly Promise<ReportOutcome>[]> {
  const isPiped = ({ paths }: ReportJob): boolean => paths.includes('-');
  const most = Math.min(threads ?? availableParallelism(), jobs.filter((job) => !isPiped(job)).length);
  if (most < 2 || WORKER.pathname.endsWith('.ts')) return inOrder(jobs, session);
  const { Piscina } = await import('piscina');
  const pool = new Piscina<ReportJob, ReportOutcome>({ filename: WORKER.href, minThreads: 1, maxThreads: most });
  let isEnding = false;
  endBeforeAbandoning(() => {
    isEnding = true;
    return pool.destroy();
  });
  const outcomeOf = (error: unknown): ReportOutcome | Promise<never> =>
    // The program is about to end: nobody is to go on with what is missing.
    isEnding ? new Promise(() => undefined) : asFailure(error);
  const outcomes = jobs.map((job) => (isPiped(job) ? doReportJob(job, session) : pool.run(job).catch(outcomeOf)));
  void Promise.all(outcomes).then(() => pool.destroy());
  return outcomes;
}

/** One after the other, in the program itself. */
function inOrder(jobs: readonly ReportJob[], session: Session): readonly Promise<ReportOutcome>[] {
  let before: Promise<unknown> = Promise.resolve();
  return jobs.map((job) => {
    const outcome = before.then(() => doReportJob(job, session));
    before = outcome;
    return outcome;
  });
}
