/** Request Tracker's REST 2 (docs.bestpractical.com/rt/5.0.3/RT/REST2.html). A comment cannot be edited, and it is not mailed to the customer. */
import { WhyrstError } from '../model/errors.ts';
import { at, listAt, numberAt, textAt } from './answer.ts';
import { markOf, stateIn } from './marker.ts';
import { fitted } from './markup/fit.ts';
import { toHtmlMarkup } from './markup/html.ts';
import type { LeftFile, Post, Posted, Ticket, TicketFile } from './ticket.ts';
import type { Web } from './web.ts';

const API = '/REST/2.0';
/** Characters; RT's own limit counts bytes (MaxAttachmentSize, 10 MiB by default) and cuts or drops what is longer. */
const LONGEST_COMMENT = 65_000;
const PAGE = 100;
const MOST_PAGES = 50;

export class RequestTracker implements Ticket {
  readonly isRepeatable = true;
  readonly #web: Web;
  readonly #ticket: string;

  constructor(web: Web, ticket: string) {
    this.#web = web;
    this.#ticket = `${API}/ticket/${ticket}`;
  }

  async post(post: Post): Promise<Posted> {
    // Of a ticket that is missing, only reading says so.
    await this.#get(this.#ticket);
    const earlier = await this.#lastFindings(post.key);
    if (earlier === post.findings) return { action: 'unchanged', left: [] };
    const isFirst = earlier === null;
    const files = isFirst ? post.files : [];
    const body = this.#form(post, isFirst ? post.markdown : post.followUp, files);
    const answer = await this.#web.send(`${this.#ticket}/comment`, { method: 'POST', headers: this.#auth(), body });
    const left = await this.#notStored(answer, files);
    return { action: isFirst ? 'created' : 'followed', left };
  }

  /** Multipart, since JSON cannot carry a file name outside ASCII. */
  #form({ title, cutNotice, key, findings }: Post, markdown: string, files: readonly TicketFile[]): FormData {
    const form = new FormData();
    const message = {
      Subject: `${title} [${markOf(key, findings)}]`,
      Content: fitted(markdown, cutNotice, LONGEST_COMMENT, toHtmlMarkup),
      ContentType: 'text/html',
    };
    // A field, not a file: RT does not look for its JSON among files.
    form.append('JSON', JSON.stringify(message));
    // The page of a ticket would hold a whole report of text, decoded in any way.
    const typeOf = (type: string): string => (type.startsWith('text/') ? 'application/octet-stream' : type);
    for (const { name, type, bytes } of files)
      form.append('Attachments', new Blob([new Uint8Array(bytes)], { type: typeOf(type) }), name);
    return form;
  }

  /** The findings of our latest comment: its mark is in the subject. */
  async #lastFindings(key: string): Promise<string | null> {
    let latest: { readonly id: number; readonly findings: string } | null = null;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer = await this.#get(`${this.#ticket}/attachments?fields=Subject&per_page=${PAGE}&page=${page}`);
      for (const each of listAt(answer, 'items')) {
        const findings = stateIn(textAt(each, 'Subject'), key);
        const id = numberAt(each, 'id');
        if (findings !== null && (latest === null || id > latest.id)) latest = { id, findings };
      }
      if (listAt(answer, 'items').length < PAGE) break;
    }
    return latest?.findings ?? null;
  }

  /** RT answers 201 also when it cuts a file or drops it, and lists it with its old length: so the files are read back. */
  async #notStored(answer: Response, files: readonly TicketFile[]): Promise<readonly LeftFile[]> {
    if (files.length === 0 || this.#web.options.pretend !== undefined) return [];
    const location = answer.headers.get('location') ?? '';
    const transaction = /\/transaction\/(\d+)$/.exec(location)?.[1];
    if (transaction === undefined) {
      throw new WhyrstError('ticket/not-stored', { host: this.#web.host, ticket: this.#web.options.ticket });
    }
    const list = await this.#get(`${API}/transaction/${transaction}/attachments?fields=Filename&per_page=${PAGE}`);
    const left: LeftFile[] = [];
    for (const { name, bytes } of files) {
      const id = numberAt(
        listAt(list, 'items').find((each) => at(each, 'Filename') === name),
        'id',
      );
      const content = Number.isNaN(id) ? '' : textAt(await this.#get(`${API}/attachment/${id}`), 'Content');
      if (!Buffer.from(content, 'base64').equals(bytes)) left.push({ name, reason: 'too-large' });
    }
    return left;
  }

  #get(path: string): Promise<unknown> {
    return this.#web.json(path, { headers: this.#auth() });
  }

  #auth(): Readonly<Record<string, string>> {
    const { secret } = this.#web.options;
    return { Authorization: secret.isPair ? secret.basic : `token ${secret.value}` };
  }
}

/** Answers of a dry run: a ticket without comments. */
export const pretendRt = (): unknown => ({ items: [] });
