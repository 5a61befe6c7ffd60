/** GitLab's REST API v4 (docs.gitlab.com/api/notes, /api/project_markdown_uploads): files are uploaded to the project and linked in the comment. */
import { IssueNotes, ProjectMarkdownUploads } from '@gitbeaker/rest';
import { codeOf } from '../model/errors.ts';
import { listAt, numberAt, parsed, textAt } from './answer.ts';
import { hiddenMark, stateIn } from './marker.ts';
import { fitted } from './markup/fit.ts';
import type { LeftFile, Post, Posted, Ticket, TicketFile } from './ticket.ts';
import type { Web } from './web.ts';

/** "Limited to 1,000,000 characters" (Notes API). */
const LONGEST_COMMENT = 1_000_000;
const PAGE = 100;
const MOST_PAGES = 50;

/** What the library hands to a requester that is not its own. */
interface Call {
  readonly body?: FormData | Record<string, unknown>;
  readonly searchParams?: Record<string, unknown>;
}
type Options = Exclude<ConstructorParameters<typeof IssueNotes<false>>[0], undefined>;
type MakeRequester = NonNullable<Options['requesterFn']>;
type Resource = Parameters<MakeRequester>[0];
type Requester = ReturnType<MakeRequester>;

export class GitLab implements Ticket {
  readonly isRepeatable = true;
  readonly #web: Web;
  readonly #notes: IssueNotes;
  readonly #uploads: ProjectMarkdownUploads;
  readonly #project: string;
  readonly #issue: number;

  constructor(web: Web, ticket: string) {
    const [project = '', issue = ''] = ticket.split('#');
    this.#web = web;
    this.#project = project;
    this.#issue = Number(issue);
    const options = {
      host: web.options.base,
      token: web.options.secret.value,
      requesterFn: (resource: Resource) => requester(web, resource),
    };
    this.#notes = new IssueNotes<false>(options);
    this.#uploads = new ProjectMarkdownUploads<false>(options);
  }

  post(post: Post): Promise<Posted> {
    return this.#web.through(() => this.#post(post));
  }

  async #post(post: Post): Promise<Posted> {
    const own = await this.#own(post.key);
    if (own?.state === post.state) return { action: 'unchanged', left: [] };
    const { links, left } = await this.#upload(post.files);
    const body = this.#body(post, links);
    if (own === null) {
      await this.#notes.create(this.#project, this.#issue, body);
      return { action: 'created', left };
    }
    await this.#notes.edit(this.#project, this.#issue, own.id, { body });
    return { action: 'updated', left };
  }

  /** Page by page, since the library follows a server's links for ever. A page may be short: notes that we may not see are left out. */
  async #own(key: string): Promise<{ readonly id: number; readonly state: string } | null> {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const notes: unknown = await this.#notes.all(this.#project, this.#issue, { perPage: PAGE, page });
      for (const each of listAt(notes)) {
        const state = stateIn(textAt(each, 'body'), key);
        if (state !== null) return { id: numberAt(each, 'id'), state };
      }
      if (listAt(notes).length === 0) break;
    }
    return null;
  }

  /** The links stay whatever is cut. */
  #body({ markdown, cutNotice, key, state }: Post, links: readonly string[]): string {
    const end = [...links.map((link) => `- ${link}`), '', hiddenMark(key, state)].join('\n');
    return fitted(markdown, cutNotice, LONGEST_COMMENT, (text) => `${text.trimEnd()}\n\n${end}\n`);
  }

  async #upload(files: readonly TicketFile[]) {
    const links: string[] = [];
    const left: LeftFile[] = [];
    for (const { name, type, bytes } of files) {
      try {
        const content = new Blob([new Uint8Array(bytes)], { type });
        const upload = () => this.#uploads.create(this.#project, { content, filename: name });
        links.push(textAt(await this.#web.through<unknown>(upload), 'markdown'));
      } catch (error) {
        const code = codeOf(error);
        if (code === null || !FILE_REFUSALS.has(code)) throw error;
        left.push({ name, reason: code === 'ticket/too-large' ? 'too-large' : 'refused' });
      }
    }
    return { links, left };
  }
}

/** 413 over the limit of the proxy, 400 or 422 over that of the project. */
const FILE_REFUSALS: ReadonlySet<string> = new Set(['ticket/refused', 'ticket/too-large']);

/** Lets the library send through our web: time limit, back-off and errors are the same as everywhere. */
function requester(web: Web, { url, authHeaders }: Resource): Requester {
  const sendBy =
    (method: string) =>
    async (endpoint: string, { body, searchParams = {} }: Call = {}): Promise<never> => {
      const address = new URL(endpoint, url.endsWith('/') ? url : `${url}/`);
      for (const [name, value] of Object.entries(searchParams)) {
        const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        if (isPlain) address.searchParams.set(snakeCase(name), String(value));
      }
      const headers = new Headers();
      for (const [name, value] of Object.entries(authHeaders)) headers.set(name, await value());
      const answer = await web.fetch(address, { method, headers, ...bodyOf(body, headers) });
      const told = {
        body: parsed(await answer.text()),
        headers: Object.fromEntries(answer.headers),
        status: answer.status,
      };
      return told as never; // The library asks for a body of the type that its caller expects.
    };
  return {
    get: sendBy('GET'),
    post: sendBy('POST'),
    put: sendBy('PUT'),
    patch: sendBy('PATCH'),
    delete: sendBy('DELETE'),
  };
}

function bodyOf(body: Call['body'], headers: Headers): { readonly body?: FormData | string } {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body };
  headers.set('content-type', 'application/json');
  return { body: JSON.stringify(body) };
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Answers of a dry run: an issue without comments. */
export function pretendGitLab(method: string, path: string): unknown {
  if (method === 'GET') return [];
  return path.endsWith('/uploads') ? { markdown: '‹upload›' } : { id: 1 };
}
