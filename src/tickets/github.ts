/** GitHub's REST API (docs.github.com/rest/issues/comments). It takes no files through the API. */
import { Octokit } from '@octokit/core';
import { listAt, numberAt, textAt } from './answer.ts';
import { hiddenMark, stateIn } from './marker.ts';
import { fitted } from './markup/fit.ts';
import type { Post, Posted, Ticket } from './ticket.ts';
import type { Web } from './web.ts';

/** "body is too long (maximum is 65536 characters)". */
const LONGEST_COMMENT = 65_536;
const PAGE = 100;
const MOST_PAGES = 50;

export class GitHub implements Ticket {
  readonly isRepeatable = true;
  readonly #web: Web;
  readonly #octokit: Octokit;
  readonly #issue: { readonly owner: string; readonly repo: string; readonly issue_number: number };

  constructor(web: Web, ticket: string) {
    const [project = '', number = ''] = ticket.split('#');
    const [owner = '', repo = ''] = project.split('/');
    const silent = (): void => {};
    this.#web = web;
    this.#issue = { owner, repo, issue_number: Number(number) };
    this.#octokit = new Octokit({
      auth: web.options.secret.value,
      baseUrl: web.options.base,
      // Repetitions are those of the web: a second layer would multiply them.
      request: { fetch: web.fetch },
      log: { debug: silent, info: silent, warn: silent, error: silent },
    });
  }

  post(post: Post): Promise<Posted> {
    return this.#web.through(() => this.#post(post));
  }

  async #post({ markdown, cutNotice, key, state, files }: Post): Promise<Posted> {
    const body = fitted(
      markdown,
      cutNotice,
      LONGEST_COMMENT,
      (text) => `${text.trimEnd()}\n\n${hiddenMark(key, state)}\n`,
    );
    const left = files.map(({ name }) => ({ name, reason: 'not-taken' as const }));
    const own = await this.#own(key);
    if (own !== null && own.state === state) return { action: 'unchanged', left: [] };
    if (own === null) {
      await this.#octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...this.#issue,
        body,
      });
      return { action: 'created', left };
    }
    const { owner, repo } = this.#issue;
    await this.#octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner,
      repo,
      comment_id: own.id,
      body,
    });
    return { action: 'updated', left };
  }

  async #own(key: string): Promise<{ readonly id: number; readonly state: string } | null> {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { data } = await this.#octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...this.#issue,
        per_page: PAGE,
        page,
      });
      const comments = listAt(data);
      for (const each of comments) {
        const state = stateIn(textAt(each, 'body'), key);
        if (state !== null) return { id: numberAt(each, 'id'), state };
      }
      if (comments.length < PAGE) break;
    }
    return null;
  }
}

/** Answers of a dry run: an issue without comments. */
export const pretendGitHub = (method: string): unknown => (method === 'GET' ? [] : { id: 1 });
