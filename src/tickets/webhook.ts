/** Any other system: one POST of JSON, laid out by a Mustache template (mustache.github.io/mustache.5.html). */
import Mustache from 'mustache';
import { WhyrstError } from '../model/errors.ts';
import { parsed } from './answer.ts';
import { toPlain } from './markup/plain.ts';
import type { Post, Posted, Ticket } from './ticket.ts';
import type { Web } from './web.ts';

/** What is sent when no template is given. */
const USUAL_TEMPLATE =
  '{"title":"{{title}}","text":"{{text}}","markdown":"{{markdown}}","key":"{{key}}","findings":"{{findings}}"}';

/** Within a JSON string (RFC 8259 §7). */
const jsonText = (value: unknown): string => JSON.stringify(String(value)).slice(1, -1);

/** What Mustache calls the tokens that stand for a value. */
const NAMING: readonly string[] = ['name', '&', '#', '^'];

/** Fills a template; null when the result is no JSON, or the template names what there is not. */
export function fillTemplate(template: string, { title, markdown, key, state, findings }: Post): string | null {
  const view = { title, markdown, text: toPlain(markdown), key, state, findings };
  try {
    const named = Mustache.parse(template).filter(([kind]) => NAMING.includes(kind));
    if (named.some(([, name]) => !Object.hasOwn(view, name))) return null;
    const body = Mustache.render(template, view, {}, { escape: jsonText });
    return parsed(body) === undefined ? null : body;
  } catch {
    return null;
  }
}

export class Webhook implements Ticket {
  /** Nobody can ask it what arrived. */
  readonly isRepeatable = false;
  readonly #web: Web;
  readonly #template: string;

  constructor(web: Web, template: string | null) {
    this.#web = web;
    this.#template = template ?? USUAL_TEMPLATE;
  }

  async post(post: Post): Promise<Posted> {
    const body = fillTemplate(this.#template, post);
    if (body === null) throw new WhyrstError('usage/bad-body', {});
    const { secret } = this.#web.options;
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      ...(secret.value === '' ? {} : { Authorization: `Bearer ${secret.value}` }),
    };
    await this.#web.send('', { method: 'POST', headers, body });
    return { action: 'created', left: post.files.map(({ name }) => ({ name, reason: 'not-taken' })) };
  }
}
