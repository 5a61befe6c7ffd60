/**
 * The only door to the network: one `fetch` for all ticket systems and client libraries, with time limit, bounded answers, back-off and
 * typed errors. It follows no redirect, since that would carry the token to another host.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { WhyrstError } from '../model/errors.ts';
import { parsed } from './answer.ts';
import { isOpen, mayRepeat, reasonOf, refusalCode, retryAfterMs, wordsOf } from './refusal.ts';
import type { Secret } from './secret.ts';

/** One request as it would be sent, for `--dry-run`: no secret, no file content. */
export interface Draft {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface WebOptions {
  /** Base address of the server, without a slash at its end. */
  readonly base: string;
  readonly secret: Secret;
  /** Milliseconds for one request with its answer. */
  readonly timeoutMs: number;
  /** Milliseconds before the first repetition; each further one waits twice as long. */
  readonly backOffMs: number;
  /** Names the ticket in errors. */
  readonly ticket: string;
  /** Answers instead of the network; set in a dry run. */
  readonly pretend?: (method: string, path: string) => unknown;
}

/** Repetitions of one request. */
const REPEATS = 3;
/** A server that asks for more patience is told to the user instead. Milliseconds. */
const LONGEST_WAIT = 60_000;
/** No answer about a ticket is larger; bytes. */
const LARGEST_ANSWER = 32 * 1024 * 1024;
/** Characters of a server's own words in an error. */
const LONGEST_REASON = 200;
/** Headers whose value is a secret. */
const SECRET_HEADERS = /^(?:authorization|private-token|x-redmine-api-key)$/i;

export class Web {
  readonly drafts: Draft[] = [];
  readonly options: WebOptions;
  /** What {@link fetch} threw last: client libraries wrap it in errors of their own. */
  #failure: WhyrstError | null = null;
  #isInDoubt = false;

  constructor(options: WebOptions) {
    this.options = options;
  }

  /** Whether nobody knows what became of the last request that failed: it wanted to write. Readings were repeated already. */
  get isInDoubt(): boolean {
    return this.#isInDoubt;
  }

  get host(): string {
    return new URL(this.options.base).host;
  }

  /** `fetch` for a path of the server. */
  send(path: string, init: RequestInit = {}): Promise<Response> {
    return this.fetch(`${this.options.base}${path}`, init);
  }

  /** Sends and reads JSON; undefined when the answer is none. */
  async json(path: string, init: RequestInit = {}): Promise<unknown> {
    return parsed(await (await this.send(path, init)).text());
  }

  /** Runs what calls {@link fetch} through a library, and throws what fetch threw. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    this.#failure = null;
    try {
      return await work();
    } catch (error) {
      throw this.#thrown() ?? error;
    }
  }

  #thrown(): WhyrstError | null {
    return this.#failure;
  }

  /** A `fetch` whose every failure is a {@link WhyrstError}. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
    try {
      return this.options.pretend === undefined
        ? await this.#insist(request, body)
        : this.#pretended(request, body, this.options.pretend);
    } catch (error) {
      if (error instanceof WhyrstError) {
        this.#failure = error as WhyrstError;
        this.#isInDoubt = request.method !== 'GET' && isOpen(this.#failure);
      }
      throw error;
    }
  };

  /** Repeats what certainly was not done, and readings, which do nothing. */
  async #insist(request: Request, body: Uint8Array<ArrayBuffer> | null): Promise<Response> {
    const isReading = request.method === 'GET';
    for (let repeat = 0; ; repeat++) {
      const waitMs = this.options.backOffMs * 2 ** repeat;
      const response = await this.#once(request, body).catch((error: unknown) => {
        if (!isReading || repeat >= REPEATS) throw error;
        return null;
      });
      if (response?.ok === true) return response;
      const asked = retryAfterMs(response?.headers.get('retry-after') ?? null) ?? waitMs;
      if (response !== null && (!mayRepeat(response.status, isReading) || repeat >= REPEATS || asked > LONGEST_WAIT)) {
        throw await this.#refusal(response);
      }
      await pause(asked);
    }
  }

  async #once(request: Request, body: Uint8Array<ArrayBuffer> | null): Promise<Response> {
    const { method, url, headers } = request;
    const { timeoutMs } = this.options;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal });
      const bytes = await boundedBody(answer);
      const hasBody = answer.status !== 204 && answer.status !== 304;
      return new Response(hasBody ? bytes : null, { status: answer.status, headers: answer.headers });
    } catch (error) {
      if (signal.aborted) throw new WhyrstError('ticket/slow', { host: this.host, seconds: timeoutMs / 1000 });
      throw new WhyrstError('ticket/unreachable', {
        host: this.host,
        reason: this.options.secret.scrub(reasonOf(error)),
      });
    }
  }

  async #refusal(response: Response): Promise<WhyrstError> {
    const { ticket, secret } = this.options;
    const reason = secret.scrub(wordsOf(await response.text())).slice(0, LONGEST_REASON);
    return new WhyrstError(refusalCode(response.status), { host: this.host, ticket, status: response.status, reason });
  }

  #pretended(
    request: Request,
    body: Uint8Array<ArrayBuffer> | null,
    pretend: (method: string, path: string) => unknown,
  ): Response {
    const { method, url } = request;
    const { secret, base } = this.options;
    const headers = [...request.headers].map(([name, value]): [string, string] => [
      name,
      SECRET_HEADERS.test(name) ? '***' : secret.scrub(value),
    ]);
    this.drafts.push({ method, url: secret.scrub(url), headers, body: secret.scrub(shownBody(request, body)) });
    return Response.json(pretend(method, url.slice(base.length)) ?? {}, { status: 200 });
  }
}

/** Reads an answer up to the bound. */
async function boundedBody(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of answer.body ?? []) {
    length += piece.length;
    if (length > LARGEST_ANSWER) throw new Error('EMSGSIZE');
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

/** Bodies that a person can read. */
function shownBody(request: Request, body: Uint8Array<ArrayBuffer> | null): string {
  if (body === null) return '';
  const type = request.headers.get('content-type') ?? '';
  const text = Buffer.from(body).toString();
  if (/json|^text\//.test(type)) return text;
  // Of a form, the part that is JSON: RT takes its comment so.
  const part = /name="JSON"\r\n\r\n(.*)\r\n--/.exec(text)?.[1];
  if (part !== undefined) return `${part}\n‹${body.length} B›`;
  return `‹${body.length} B ${type.split(';', 1)[0] ?? ''}›`;
}
