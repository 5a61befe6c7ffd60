/** Opens a ticket of any system. Each is loaded only when it is asked for: their client libraries are large. */
import { setTimeout as pause } from 'node:timers/promises';
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
  const opened = await open(target, web, options);
  return { posted: await repeated(opened, post, backOffMs), drafts: opened.through.drafts };
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

async function repeated({ ticket, through }: Opened, post: Post, backOffMs: number): Promise<Posted> {
  for (let attempt = 1; ; attempt++) {
    try {
      const posted = await ticket.post(post);
      return attempt > 1 && posted.action === 'unchanged' ? { ...posted, action: 'arrived' } : posted;
    } catch (error) {
      if (!ticket.isRepeatable || !through.isInDoubt || attempt >= ATTEMPTS) throw error;
      await pause(backOffMs * 2 ** attempt);
    }
  }
}
