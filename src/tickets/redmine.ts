/** Redmine's REST API (redmine.org/projects/redmine/wiki/Rest_api): comments are journals, files are uploaded first and then named. */
import { codeOf, WhyrstError } from '../model/errors.ts';
import { listAt, numberAt, textAt } from './answer.ts';
import { hiddenMark, stateIn } from './marker.ts';
import { fitted } from './markup/fit.ts';
import { toTextile } from './markup/textile.ts';
import type { LeftFile, Post, Posted, Ticket, TicketFile } from './ticket.ts';
import type { Web } from './web.ts';

/** How the server reads comments: a setting of its administrator, which the API does not tell. Textile is the default. */
export type RedmineMarkup = 'textile' | 'markdown';

/** Characters of a comment: the `text` column of MySQL holds 65 535 bytes where it was not enlarged, and a Chinese character takes three. */
const LONGEST_COMMENT = 21_000;

export class Redmine implements Ticket {
  readonly isRepeatable = true;
  readonly #web: Web;
  readonly #issue: string;
  readonly #markup: RedmineMarkup;

  constructor(web: Web, issue: string, markup: RedmineMarkup) {
    this.#web = web;
    this.#issue = `/issues/${issue}.json`;
    this.#markup = markup;
  }

  async post(post: Post): Promise<Posted> {
    // A wrong key may read public issues as anonymous, so the key is tried where it matters.
    const me = numberAt(await this.#get('/users/current.json'), 'user', 'id');
    const journals = await this.#journals();
    const own = journals.find((each) => this.#isOwn(each, me) && stateIn(textAt(each, 'notes'), post.key) !== null);
    if (own !== undefined && stateIn(textAt(own, 'notes'), post.key) === post.state)
      return { action: 'unchanged', left: [] };
    const { uploads, left } = await this.#upload(post.files);
    const notes = this.#notes(post);
    if (own === undefined) {
      await this.#write(this.#issue, { issue: { notes, uploads } });
      await this.#demandStored(post);
      return { action: 'created', left };
    }
    if (uploads.length > 0) await this.#write(this.#issue, { issue: { uploads } });
    await this.#write(`/journals/${numberAt(own, 'id')}.json`, { journal: { notes } });
    return { action: 'updated', left };
  }

  #isOwn(journal: unknown, me: number): boolean {
    return this.#web.options.pretend !== undefined || numberAt(journal, 'user', 'id') === me;
  }

  #notes({ markdown, cutNotice, key, state }: Post): string {
    const convert = this.#markup === 'textile' ? toTextile : (text: string): string => text;
    return fitted(
      markdown,
      cutNotice,
      LONGEST_COMMENT,
      (text) => `${convert(text).trimEnd()}\n\n${hiddenMark(key, state)}\n`,
    );
  }

  async #journals(): Promise<readonly unknown[]> {
    return listAt(await this.#get(`${this.#issue}?include=journals`), 'issue', 'journals');
  }

  /** A server may answer 204 and store nothing. */
  async #demandStored({ key, state }: Post): Promise<void> {
    if (this.#web.options.pretend !== undefined) return;
    const isThere = (await this.#journals()).some((each) => stateIn(textAt(each, 'notes'), key) === state);
    if (!isThere) {
      const { ticket } = this.#web.options;
      throw new WhyrstError('ticket/not-stored', { host: this.#web.host, ticket });
    }
  }

  async #upload(files: readonly TicketFile[]) {
    const uploads: { token: string; filename: string; content_type: string }[] = [];
    const left: LeftFile[] = [];
    for (const { name, type, bytes } of files) {
      try {
        const answer = await this.#web.json(`/uploads.json?filename=${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { ...this.#key(), 'Content-Type': 'application/octet-stream' },
          body: new Uint8Array(bytes),
        });
        uploads.push({ token: textAt(answer, 'upload', 'token'), filename: name, content_type: type });
      } catch (error) {
        const code = codeOf(error);
        if (code === null || !FILE_REFUSALS.has(code)) throw error;
        left.push({ name, reason: code === 'ticket/too-large' ? 'too-large' : 'refused' });
      }
    }
    return { uploads, left };
  }

  #get(path: string): Promise<unknown> {
    return this.#web.json(path, { headers: this.#key() });
  }

  async #write(path: string, body: object): Promise<void> {
    const headers = { ...this.#key(), 'Content-Type': 'application/json' };
    await this.#web.send(path, { method: 'PUT', headers, body: JSON.stringify(body) });
  }

  #key(): Readonly<Record<string, string>> {
    const { secret } = this.#web.options;
    return secret.isPair ? { Authorization: secret.basic } : { 'X-Redmine-API-Key': secret.value };
  }
}

/** A file over the limit is refused with 422, as is one with a forbidden ending. */
const FILE_REFUSALS: ReadonlySet<string> = new Set(['ticket/refused', 'ticket/too-large']);

/** Answers of a dry run: a ticket without comments. */
export function pretendRedmine(method: string, path: string): unknown {
  if (method === 'POST' && path.startsWith('/uploads.json')) return { upload: { token: '‹upload›' } };
  return path.startsWith('/users/') ? { user: { id: 1 } } : { issue: { journals: [] } };
}
