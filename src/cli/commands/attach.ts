import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type Delivery,
  type Draft,
  deliverPost,
  type Post,
  plainComment,
  postOf,
  type RemoteSystem,
  type Target,
  uiText,
} from '../../index.ts';
import { codeOf, WhyrstError } from '../../model/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { unsorted } from '../known.ts';
import { makeFolder, reportStems } from '../output-files.ts';
import { readCapture } from '../read-capture.ts';
import { redactionKeyFrom } from '../redaction-key.ts';
import { EVIDENCE_FLAG, sourceOf } from '../report-source.ts';
import type { CaptureFlags, Session } from '../session.ts';
import { tellWritten } from '../tell-written.ts';
import { addressFrom, fileText, markupFrom, targetFrom, timeoutFrom, tokenFrom } from '../ticket-flags.ts';
import { commentLimitFrom, formatsFrom, languagesFrom, timeZoneFrom } from '../values.ts';
import { writeDocuments } from '../write-documents.ts';
import { PCAPNG_TYPE } from '../write-excerpts.ts';

interface AttachFlags extends CaptureFlags {
  readonly to: string;
  readonly output: string;
  readonly url?: string;
  readonly tokenFile?: string;
  readonly format?: string;
  readonly commentLimit?: string;
  readonly evidencePcap?: boolean;
  readonly markup?: string;
  readonly template?: string;
  readonly timeout?: string;
  readonly allowHttp?: boolean;
  readonly dryRun?: boolean;
}

/** Milliseconds before a failed request is repeated. */
const BACK_OFF = 1000;

const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  html: 'text/html',
  md: 'text/markdown',
  json: 'application/json',
  pcapng: PCAPNG_TYPE,
  csv: 'text/csv',
  sarif: 'application/sarif+json',
  xml: 'application/xml',
};

/** `whyrst attach CAPTURE --to TICKET`: writes the report, then tells the ticket. */
export async function attach(captures: readonly string[], flags: AttachFlags, session: Session): Promise<void> {
  const target = targetFrom(flags.to);
  const limit = commentLimitFrom(flags.commentLimit);
  if (target.system === 'text') {
    const post = await readPost(captures, flags, limit, session);
    await session.terminal.print([await plainComment(post)]);
    return;
  }
  const remote = { system: target.system, ticket: target.ticket };
  const options = await optionsFrom(remote, captures, flags, session);
  makeFolder(flags.output);
  const post = await readPost(captures, flags, limit, session, true);
  try {
    const { posted, drafts } = await deliverPost(remote, post, options);
    await tell(remote, { posted, drafts }, flags, session);
  } catch (error) {
    if (codeOf(error)?.startsWith('ticket/') === true) {
      await session.terminal.note(uiText(session.language, 'cli.attach.onDisk', { folder: flags.output }));
    }
    throw error;
  }
}

async function optionsFrom(
  target: Target & { readonly system: RemoteSystem },
  captures: readonly string[],
  flags: AttachFlags,
  session: Session,
) {
  if (flags.tokenFile === '-' && captures.includes('-'))
    throw new WhyrstError('usage/too-many-arguments', { value: '-' });
  return {
    base: addressFrom(target, flags, session.surroundings.env),
    token: await tokenFrom(target.system, flags.tokenFile, session),
    timeoutMs: timeoutFrom(flags.timeout),
    backOffMs: BACK_OFF,
    redmineMarkup: markupFrom(flags.markup),
    template: flags.template === undefined ? null : fileText(flags.template),
    isDry: flags.dryRun === true,
  };
}

/** Analyses; with `isWritten` the report is written to disk first and becomes the files of the post. */
async function readPost(
  captures: readonly string[],
  flags: AttachFlags,
  limit: number,
  session: Session,
  isWritten = false,
): Promise<Post> {
  const { language, surroundings } = session;
  const languages = flags.lang === undefined ? [language] : languagesFrom(flags.lang, surroundings.env);
  const telling = { timeZone: timeZoneFrom(flags.timeZone) };
  const formats = formatsFrom(flags.format ?? 'pdf');
  // What leaves the house is redacted, unless told otherwise.
  const redact = flags.redact !== false || flags.redactKey !== undefined;
  const { vantage, filter, join: isJoined, timeZone, quiet, redactKey } = flags;
  const selection = Object.entries({ vantage, filter, join: isJoined, timeZone, quiet, redact, redactKey }).filter(
    ([, value]) => value !== undefined,
  );
  // Without `to`, which names a ticket here and a time elsewhere.
  const reading: CaptureFlags = Object.fromEntries(selection);
  const key = redactionKeyFrom(reading);
  const evidence = isWritten && flags.evidencePcap === true;
  const source = sourceOf(captures, reading, key, evidence ? EVIDENCE_FLAG : null);
  const analysis = await readCapture(captures, reading, session, key);
  const options = { languages, limit, ...telling };
  if (!isWritten) return postOf(analysis, { ...options, files: [] });
  const named = redact ? analysis.captures.map(({ name }) => name) : captures;
  const [stem = ''] = reportStems(named.slice(0, 1));
  const wanted = { languages, bilingual: null, formats, telling, letter: false, commentLimit: null, evidence };
  const written = await writeDocuments(unsorted(analysis), join(flags.output, `${stem}.whyrst`), wanted, source);
  if (flags.quiet !== true) await tellWritten(written, session);
  const files = written.paths.map((path) => ({ name: basename(path), type: typeOf(path), bytes: readFileSync(path) }));
  return postOf(analysis, { ...options, files, isKeyForgotten: redact && redactKey === undefined });
}

const typeOf = (path: string): string => TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

/** What became of it, on standard error; the requests of a dry run on standard output. */
async function tell(target: Target, { posted, drafts }: Delivery, flags: AttachFlags, session: Session): Promise<void> {
  const { terminal, language } = session;
  if (flags.dryRun === true) {
    await terminal.print(drafts.map((draft) => shown(draft, target)));
    await terminal.note(uiText(language, 'cli.attach.dry'));
    return;
  }
  const name = target.system === 'webhook' ? 'webhook' : `${target.system}:${target.ticket}`;
  if (flags.quiet !== true) await terminal.note(uiText(language, DONE[posted.action], { ticket: name }));
  for (const { name: file, reason } of posted.left) {
    if (reason !== 'not-taken') session.exitCode = exitCodes.ticket;
    await terminal.note(uiText(language, LEFT[reason], { file }));
  }
}

const DONE = {
  created: 'cli.attach.created',
  updated: 'cli.attach.updated',
  unchanged: 'cli.attach.unchanged',
  followed: 'cli.attach.followed',
  arrived: 'cli.attach.arrived',
} as const;

const LEFT = {
  'too-large': 'cli.attach.tooLarge',
  refused: 'cli.attach.refused',
  'not-taken': 'cli.attach.notTaken',
} as const;

/** One request as HTTP/1.1 would write it. The address of a webhook is a secret. */
function shown({ method, url, headers, body }: Draft, { system }: Target): string {
  const address = system === 'webhook' ? `${new URL(url).origin}/…` : url;
  return `${[`${method} ${address}`, ...headers.map((pair) => pair.join(': ')), '', body].join('\n').trimEnd()}\n\n`;
}
