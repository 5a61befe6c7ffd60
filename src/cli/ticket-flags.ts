/** Where a ticket is and how we may enter. Tokens come from the environment, a file or standard input, never from an argument. */
import { readFileSync } from 'node:fs';
import { parseTarget, type RemoteSystem, systemNames, type Target } from '../index.ts';
import { WhyrstError } from '../model/errors.ts';
import type { Session } from './session.ts';
import type { Environment } from './texts.ts';

/** The address and the token of each system: variables of the environment, and the address where there is a usual one. */
const VARIABLES: Readonly<
  Record<RemoteSystem, { readonly url: string; readonly token: string; readonly usual?: string }>
> = {
  redmine: { url: 'REDMINE_URL', token: 'REDMINE_TOKEN' },
  rt: { url: 'RT_URL', token: 'RT_TOKEN' },
  gitlab: { url: 'GITLAB_URL', token: 'GITLAB_TOKEN', usual: 'https://gitlab.com' },
  github: { url: 'GITHUB_API_URL', token: 'GITHUB_TOKEN', usual: 'https://api.github.com' },
  jira: { url: 'JIRA_URL', token: 'JIRA_TOKEN' },
  webhook: { url: 'WEBHOOK_URL', token: 'WEBHOOK_TOKEN' },
};

export function targetFrom(flag: string): Target {
  const target = parseTarget(flag);
  if (target === null)
    throw new WhyrstError('usage/unknown-ticket', { value: withoutAddress(flag), known: systemNames.join(', ') });
  return target;
}

/** The address of a webhook is a secret as a whole. */
const withoutAddress = (flag: string): string => flag.replace(/^(webhook:).*/s, '$1…');

/** The address of the server. Over plain HTTP a token could be read on the way, so that is refused but on this machine. */
export function addressFrom(
  { system, ticket }: Target & { readonly system: RemoteSystem },
  flags: { readonly url?: string; readonly allowHttp?: boolean },
  env: Environment,
): string {
  const { url: variable, usual } = VARIABLES[system];
  const given = system === 'webhook' && ticket !== '' ? ticket : (flags.url ?? env[variable] ?? usual);
  if (given === undefined || given === '') throw new WhyrstError('usage/no-address', { system, variable });
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new WhyrstError('usage/bad-value', {
      option: '--url',
      value: system === 'webhook' ? '…' : given.replace(/\/\/.*@/, '//…@'),
    });
  if (url.protocol === 'http:' && flags.allowHttp !== true && !isLoopback(url.hostname))
    throw new WhyrstError('usage/plain-http', { host: url.host });
  const { NODE_TLS_REJECT_UNAUTHORIZED } = env;
  if (NODE_TLS_REJECT_UNAUTHORIZED === '0') throw new WhyrstError('usage/unverified-tls', {});
  return given;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);

/** A pair `user:password` may hold anything that is no control character, a bare token only visible ASCII. */
const TOKEN = /^(?:[\x21-\x7e]+|[^\p{Cc}]*:[^\p{Cc}]+)$/u;

/** The token, without a line end. A webhook may do without. */
export async function tokenFrom(system: RemoteSystem, file: string | undefined, session: Session): Promise<string> {
  const { env } = session.surroundings;
  const { token: variable } = VARIABLES[system];
  const token = (file === undefined ? (env[variable] ?? '') : await tokenIn(file, session)).trim();
  if (token === '' && system === 'webhook' && file === undefined) return '';
  if (token === '') throw new WhyrstError('usage/no-token', { system, variable });
  if (!TOKEN.test(token)) throw new WhyrstError('usage/bad-token', { system });
  return token;
}

/** More is no token. Characters. */
const LONGEST_TOKEN = 8192;

async function tokenIn(file: string, { surroundings }: Session): Promise<string> {
  if (file !== '-') return fileText(file).slice(0, LONGEST_TOKEN);
  let text = '';
  for await (const piece of surroundings.stdin) {
    text += String(piece);
    if (text.length > LONGEST_TOKEN) break;
  }
  return text.slice(0, LONGEST_TOKEN);
}

/** A small file that an option names. */
export function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new WhyrstError('usage/unreadable-file', { path, reason }, { cause: error });
  }
}

/** Seconds for one request, as milliseconds. */
export function timeoutFrom(flag: string | undefined): number {
  const seconds = flag === undefined ? USUAL_TIMEOUT : Number(flag);
  if (!(seconds > 0 && seconds <= LONGEST_TIMEOUT)) {
    throw new WhyrstError('usage/bad-value', { option: `--timeout (≤ ${LONGEST_TIMEOUT})`, value: flag ?? '' });
  }
  return seconds * 1000;
}
/** Long enough for a PDF over a slow line; seconds. */
const USUAL_TIMEOUT = 30;
const LONGEST_TIMEOUT = 600;

/** How a Redmine reads comments. */
export function markupFrom(flag: string | undefined): 'textile' | 'markdown' {
  if (flag === undefined || flag === 'textile') return 'textile';
  if (flag === 'markdown') return 'markdown';
  throw new WhyrstError('usage/bad-value', { option: '--markup (textile, markdown)', value: flag });
}
