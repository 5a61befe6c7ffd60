/** Opens a ticket of any system. Each is loaded only when it is asked for: their client libraries are large. */
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, type WhyrstError } from '../model/errors.ts';
import type { RedmineMarkup } from './redmine.ts';
import { Secret } from './secret.ts';
import type { Post, Posted, SystemName, Target, Ticket } from './ticket.ts';
import { type Draft, Web, type WebOptions } from './web.ts';

export interface TicketOptions {
  /** Address of the server. */
  readonly base: string;
  readonly token: string;
  readonly timeoutMs: number;
  readonly backOffMs: number;
  readonly redmineMarkup: RedmineMarkup;
  /** Template of a webhook; null: the usual one. */
  readonly template: string | null;
  /** Prints the requests and sends none. */
  readonly isDry: boolean;
}

export interface Delivery {
  readonly posted: Posted;
  /** The requests of a dry run. */
  readonly drafts: readonly Draft[];
}

/** Systems with a server: `text` has none. */
export type RemoteSystem = Exclude<SystemName, 'text'>;

/** Posts a comment with its files, or updates the one of an earlier run. */
export async function deliver(
  target: Target & { readonly system: RemoteSystem },
  post: Post,
  options: TicketOptions,
): Promise<Delivery> {
  const { base, token, timeoutMs, backOffMs, isDry } = options;
  const secret = new Secret(token);
  const plain: WebOptions = { base: base.replace(/\/+$/, ''), secret, timeoutMs, backOffMs, ticket: target.ticket };
  const web = (pretend: (method: string, path: string) => unknown): Web =>
    new Web(isDry ? { ...plain, pretend } : plain);
  const { ticket, through } = await open(target, web, options);
  return { posted: await repeated(ticket, post, backOffMs), drafts: through.drafts };
}

interface Opened {
  readonly ticket: Ticket;
  readonly through: Web;
}

type MakeWeb = (pretend: (method: string, path: string) => unknown) => Web;

const openers: Readonly<Record<RemoteSystem, (name: string, web: MakeWeb, options: TicketOptions) => Promise<Opened>>> =
  {
    redmine: async (name, web, { redmineMarkup }) => {
      const { Redmine, pretendRedmine } = await import('./redmine.ts');
      const through = web(pretendRedmine);
      return { through, ticket: new Redmine(through, name, redmineMarkup) };
    },
    rt: async (name, web) => {
      const { RequestTracker, pretendRt } = await import('./rt.ts');
      const through = web(pretendRt);
      return { through, ticket: new RequestTracker(through, name) };
    },
    gitlab: async (name, web) => {
      const { GitLab, pretendGitLab } = await import('./gitlab.ts');
      const through = web(pretendGitLab);
      return { through, ticket: new GitLab(through, name) };
    },
    github: async (name, web) => {
      const { GitHub, pretendGitHub } = await import('./github.ts');
      const through = web(pretendGitHub);
      return { through, ticket: new GitHub(through, name) };
    },
    jira: async (name, web) => {
      const { Jira, pretendJira } = await import('./jira.ts');
      const through = web(pretendJira);
      return { through, ticket: new Jira(through, name) };
    },
    webhook: async (_name, web, { template }) => {
      const { Webhook } = await import('./webhook.ts');
      const through = web(() => ({}));
      return { through, ticket: new Webhook(through, template) };
    },
  };

const open = (
  target: { readonly system: RemoteSystem; readonly ticket: string },
  web: MakeWeb,
  options: TicketOptions,
) => openers[target.system](target.ticket, web, options);

/** Attempts as a whole. Each looks first for what the last one left, so that nothing is told twice. */
const ATTEMPTS = 3;
/** After these nobody knows whether the server did it. */
const IN_DOUBT: ReadonlySet<string> = new Set(['ticket/unreachable', 'ticket/slow']);

async function repeated(ticket: Ticket, post: Post, backOffMs: number): Promise<Posted> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ticket.post(post);
    } catch (error) {
      if (!ticket.isRepeatable || attempt >= ATTEMPTS || !isInDoubt(error)) throw error;
      await pause(backOffMs * 2 ** attempt);
    }
  }
}

/** A lost or failed request, or a conflict of two edits, which Redmine answers with 422 and no reason. */
function isInDoubt(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return false;
  if (IN_DOUBT.has(code)) return true;
  const { status = 0, reason = '' } = (error as WhyrstError).facts as {
    readonly status?: number;
    readonly reason?: string;
  };
  return code === 'ticket/refused' && (status >= 500 || (status === 422 && reason === ''));
}
