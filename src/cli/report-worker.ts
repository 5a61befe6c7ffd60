// A thread that writes reports: takes jobs, hands back what became of them. It says nothing to anybody.

import { exitCodes } from './exit-codes.ts';
import { doReportJob } from './report-job.ts';
import type { ReportJob, ReportOutcome } from './report-task.ts';
import { Terminal } from './terminal.ts';
import { textsIn } from './texts.ts';

/** The language of messages, of which a thread has none. */
const language = 'en';

const session = {
  surroundings: process,
  terminal: new Terminal(process),
  language,
  texts: textsIn(language),
  exitCode: exitCodes.done,
};

/** Does one job. */
export default function work(job: ReportJob): Promise<ReportOutcome> {
  return doReportJob({ ...job, flags: { ...job.flags, quiet: true } }, session);
}
