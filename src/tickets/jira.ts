/**
 * Jira through jira.js: Cloud takes the Atlassian Document Format (REST v3), Server and Data Center take wiki notation (REST v2). The mark
 * is a property of the comment, which no reader sees (developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-comment-properties).
 */
import { Version2Client } from 'jira.js/version2';
import { Version3Client } from 'jira.js/version3';
import { codeOf } from '../model/errors.ts';
import { listAt, numberAt, textAt } from './answer.ts';
import { type AdfDocument, toAdf } from './markup/adf.ts';
import { fitted } from './markup/fit.ts';
import { toJiraWiki } from './markup/jira-wiki.ts';
import type { LeftFile, Post, Posted, Ticket, TicketFile } from './ticket.ts';
import type { Web } from './web.ts';

/** Default of `jira.text.field.character.limit`; of a document its JSON is measured, so the text is surely shorter. */
const LONGEST_COMMENT = 32_767;
const PROPERTY = 'whyrst';
const PAGE = 100;
const MOST_PAGES = 50;
/** Cloud sites live under these domains. */
const CLOUD = /\.(?:atlassian\.net|jira\.com)$/;

interface Own {
  readonly id: string;
  readonly state: string;
}

export class Jira implements Ticket {
  readonly isRepeatable = true;
  readonly #web: Web;
  readonly #issue: string;
  readonly #cloud: Version3Client;
  readonly #server: Version2Client;
  readonly #isCloud: boolean;

  constructor(web: Web, issue: string, isCloud = CLOUD.test(new URL(web.options.base).hostname)) {
    const { base, secret } = web.options;
    const config = {
      host: base,
      baseRequestConfig: {
        headers: { Authorization: secret.isPair ? secret.basic : `Bearer ${secret.value}` },
        adapter: 'fetch' as const,
        env: { fetch: web.fetch, Request, Response },
      },
    };
    this.#web = web;
    this.#issue = issue;
    this.#isCloud = isCloud;
    this.#cloud = new Version3Client(config);
    this.#server = new Version2Client(config);
  }

  post(post: Post): Promise<Posted> {
    return this.#web.through(() => this.#post(post));
  }

  async #post(post: Post): Promise<Posted> {
    const own = await this.#own(post.key);
    if (own?.state === post.state) return { action: 'unchanged', left: [] };
    const left = await this.#upload(post.files);
    const properties = [{ key: PROPERTY, value: { key: post.key, state: post.state } }];
    const issueIdOrKey = this.#issue;
    if (this.#isCloud) {
      const body = adfWithin(post);
      const comments = this.#cloud.issueComments;
      if (own === null) await comments.addComment({ issueIdOrKey, comment: body as never, properties });
      else await comments.updateComment({ issueIdOrKey, id: own.id, body: body as never, properties });
    } else {
      const body = fitted(post.markdown, post.cutNotice, LONGEST_COMMENT, toJiraWiki);
      const comments = this.#server.issueComments;
      if (own === null) await comments.addComment({ issueIdOrKey, comment: body, properties });
      else await comments.updateComment({ issueIdOrKey, id: own.id, comment: body, properties });
    }
    return { action: own === null ? 'created' : 'updated', left };
  }

  async #own(key: string): Promise<Own | null> {
    for (let page = 0; page < MOST_PAGES; page++) {
      const startAt = page * PAGE;
      const answer = await this.#comments(startAt);
      const list = listAt(answer, 'comments');
      for (const each of list) {
        const mark = listAt(each, 'properties').find(
          (property) => textAt(property, 'key') === PROPERTY && textAt(property, 'value', 'key') === key,
        );
        if (mark !== undefined) return { id: textAt(each, 'id'), state: textAt(mark, 'value', 'state') };
      }
      if (list.length === 0 || startAt + list.length >= (numberAt(answer, 'total') || 0)) break;
    }
    return null;
  }

  /** `properties` is not among the documented values of `expand`, but Atlassian's own programs ask for it (atlassian/github-for-jira). */
  #comments(startAt: number): Promise<unknown> {
    const wanted = { issueIdOrKey: this.#issue, startAt, maxResults: PAGE, expand: 'properties' };
    return this.#isCloud
      ? this.#cloud.issueComments.getComments<unknown>(wanted)
      : this.#server.issueComments.getComments<unknown>(wanted);
  }

  /** Asks for the limit first: an upload that is too long is refused only after it was sent. */
  async #upload(files: readonly TicketFile[]): Promise<readonly LeftFile[]> {
    const left: LeftFile[] = [];
    if (files.length === 0) return left;
    const { issueAttachments } = this.#isCloud ? this.#cloud : this.#server;
    const limit = numberAt(await issueAttachments.getAttachmentMeta<unknown>(), 'uploadLimit');
    for (const { name, type, bytes } of files) {
      if (bytes.length > limit) {
        left.push({ name, reason: 'too-large' });
        continue;
      }
      try {
        const file = new File([new Uint8Array(bytes)], name, { type });
        const attachment = { filename: name, file, mimeType: type };
        await this.#web.through(() => issueAttachments.addAttachment({ issueIdOrKey: this.#issue, attachment }));
      } catch (error) {
        const code = codeOf(error);
        if (code === null || !FILE_REFUSALS.has(code)) throw error;
        left.push({ name, reason: code === 'ticket/too-large' ? 'too-large' : 'refused' });
      }
    }
    return left;
  }
}

/** 403: attachments are off or not allowed to this user; 413: too long. */
const FILE_REFUSALS: ReadonlySet<string> = new Set(['ticket/refused', 'ticket/forbidden', 'ticket/too-large']);

function adfWithin({ markdown, cutNotice }: Post): AdfDocument {
  return JSON.parse(fitted(markdown, cutNotice, LONGEST_COMMENT, (text) => JSON.stringify(toAdf(text)))) as AdfDocument;
}

/** Answers of a dry run: an issue without comments. */
export function pretendJira(method: string, path: string): unknown {
  if (method === 'POST') return path.endsWith('/attachments') ? [] : { id: '1' };
  return path.includes('/attachment/meta')
    ? { enabled: true, uploadLimit: Number.MAX_SAFE_INTEGER }
    : { comments: [], total: 0 };
}
